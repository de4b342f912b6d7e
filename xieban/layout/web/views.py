"""The layout check: a PDF goes in, is measured and forgotten; the fonts at hand beside it."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from jishi.pages.door import PageRequest
from jishi.refusals.door import Refusal
from xieban.layout.queries import ReportRows, check_foreign_layout, fonts_at_hand, rows_of
from xieban.layout.web.forms import CheckForm


@require_http_methods(["GET", "POST"])
def check(request: PageRequest) -> HttpResponse:
    """Show the form; measure what is sent. Nothing of the file is kept."""
    form = CheckForm(request.POST or None, request.FILES or None)
    report: ReportRows | None = None
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            found = check_foreign_layout(pdf=asked["file"].read(), form=asked["form"], strict=asked["strict"])
            report = rows_of(found)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    words = {"form": form, "report": report, "fonts": fonts_at_hand(), "name": _name(form) if report else ""}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "layout/check.html", words, status=status)


def _name(form: CheckForm) -> str:
    return str(form.cleaned_data["file"].name)
