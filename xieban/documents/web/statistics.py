"""The page of how long documents take."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xieban.directory.queries import PersonRequest, open_departments
from xieban.documents.queries import labels, statistics
from xieban.documents.queries.months import months
from xieban.documents.rules.words import Kind


@require_safe
def show(request: PersonRequest) -> HttpResponse:
    """Show how long documents stood at which step in a month, and who took how long."""
    asked = {name: request.GET.get(name, "").replace("\x00", "")[:40] for name in ("kind", "department", "month")}
    found = statistics.statistics_of(request.user, **asked, at=request.at)
    words = {
        "found": found,
        "asked": {**asked, "month": found.month},
        "months": months(at=request.at, chosen=found.month),
        "kinds": [(kind.value, labels.KINDS[kind]) for kind in Kind],
        "departments": open_departments(),
    }
    return render(request, "documents/statistics.html", words)
