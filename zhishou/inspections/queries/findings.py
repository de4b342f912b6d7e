"""Findings, for whoever is looking."""

from datetime import datetime

from django.db.models import Case, IntegerField, QuerySet, Value, When

from jishi.refusals.door import NotThere
from zhishou.inspections.models import Finding, Round
from zhishou.inspections.queries.rounds import rounds_of
from zhishou.inspections.rules.words import Severity
from zhishou.people.models import Engagement, Person

WORST_FIRST = Case(
    *(When(severity=one.value, then=Value(place)) for place, one in enumerate(Severity)),
    default=Value(len(Severity)),
    output_field=IntegerField(),
)


def findings_of(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[Finding]:
    """Return every finding of a contract, the latest first."""
    seen = rounds_of(viewer, engagement=engagement, at=at)
    found = Finding.objects.filter(round__in=seen)
    return found.select_related("round__plan__system", "result", "responsible", "ticket", "engagement")


def open_findings(inspection: Round) -> QuerySet[Finding]:
    """Return the findings of one round that the caller already sees, the worst first."""
    found = Finding.objects.filter(round=inspection).select_related("result", "responsible", "ticket", "engagement")
    return found.order_by(WORST_FIRST, "number")


def get_finding(viewer: Person, *, engagement: Engagement, number: int, at: datetime) -> Finding:
    """Return one finding by its number."""
    found = findings_of(viewer, engagement=engagement, at=at).filter(number=number).first()
    if found is None:
        raise NotThere
    return found
