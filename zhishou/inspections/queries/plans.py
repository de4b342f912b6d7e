"""Plans and sheets, for whoever is looking."""

from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from jishi.refusals.door import NotThere
from zhishou.inspections.models import Plan, Sheet, SheetVersion
from zhishou.inspections.rules.sheet import Sheet as Document
from zhishou.inspections.rules.words import INSPECTS, SEES
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import persons_with_role, require_role

DEFINITIONS: Final = Path(__file__).resolve().parent.parent / "definitions"


def plans_of(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[Plan]:
    """Return the plans of a contract, those that are in force first."""
    require_role(viewer, engagement, SEES, at=at)
    found = Plan.objects.filter(engagement=engagement)
    return found.select_related("system", "sheet", "engineer", "engagement").order_by("-is_active", "id")


def get_plan(viewer: Person, *, engagement: Engagement, uuid: UUID, at: datetime) -> Plan:
    """Return one plan."""
    found = plans_of(viewer, engagement=engagement, at=at).filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    return found


def active_plans() -> QuerySet[Plan]:
    """Return every plan that asks for rounds; for background work."""
    return Plan.objects.filter(is_active=True).select_related("engagement", "system__contract", "sheet", "engineer")


def sheets_of(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[Sheet]:
    """Return the sheets of a contract."""
    require_role(viewer, engagement, SEES, at=at)
    return Sheet.objects.filter(engagement=engagement, newest__gte=1)


def get_sheet(viewer: Person, *, engagement: Engagement, code: str, at: datetime) -> Sheet:
    """Return one sheet."""
    found = sheets_of(viewer, engagement=engagement, at=at).filter(code=code).first()
    if found is None:
        raise NotThere
    return found


def versions_of(sheet: Sheet) -> QuerySet[SheetVersion]:
    """Return the versions of a sheet that the caller already sees, newest first."""
    return SheetVersion.objects.filter(sheet=sheet).select_related("made_by").order_by("-number")


def get_sheet_version(sheet: Sheet, *, number: int) -> SheetVersion:
    """Return one version of a sheet that the caller already sees."""
    found = versions_of(sheet).filter(number=number).first()
    if found is None:
        raise NotThere
    return found


def newest_sheet_version(sheet: Sheet) -> SheetVersion:
    """Return what a sheet asks for now."""
    return SheetVersion.objects.get(sheet=sheet, number=sheet.newest)


def sheet_of(version: SheetVersion) -> Document:
    """Read the sheet of a version."""
    return Document.model_validate(version.document, strict=False)


def inspectors(engagement: Engagement, *, at: datetime) -> QuerySet[Person]:
    """Return who can go on a round."""
    return persons_with_role(engagement, INSPECTS, at=at).order_by("name_pinyin", "pk")


def built_in_sheets() -> dict[str, str]:
    """Return the sheets that we bring, by their code: a beginning for one's own."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(DEFINITIONS.glob("*.toml"))}
