"""Sheets: written as text, read whole or refused with every fault, kept as versions that nobody changes."""

import re
from datetime import datetime
from typing import Final

from django.db import transaction

from jishi.refusals.door import Invalid
from zhishou.inspections.models import Sheet, SheetVersion
from zhishou.inspections.rules.reading import read_sheet
from zhishou.inspections.rules.words import PLANS
from zhishou.ledger.actions import record
from zhishou.ledger.rules import digest
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role

CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class NotACode(Invalid):
    """The code of a sheet has small letters, digits and dashes, at most 40 of them."""


def write_sheet(*, engagement: Engagement, code: str, text: str, by: Person | None, at: datetime) -> SheetVersion:
    """Make the sheet, or its next version; a wrong one raises `WrongSheet`, the same one again makes nothing."""
    if by is not None:
        require_role(by, engagement, PLANS, at=at)
    if len(code) > 40 or not CODE.fullmatch(code):  # noqa: PLR2004 - the column's size
        raise NotACode
    text = text.replace("\r\n", "\n")
    document = read_sheet(text).model_dump(mode="json")
    with transaction.atomic():
        Sheet.objects.get_or_create(engagement=engagement, code=code)
        sheet = Sheet.objects.select_for_update().get(engagement=engagement, code=code)
        before = SheetVersion.objects.filter(sheet=sheet, number=sheet.newest).first()
        if before is not None and before.digest == digest(document):
            return before
        sheet.newest += 1
        sheet.save(update_fields=["newest"])
        made = SheetVersion.objects.create(
            sheet=sheet,
            number=sheet.newest,
            document=document,
            digest=digest(document),
            source=text,
            made_at=at,
            made_by=by,
        )
        record(
            what="inspections.sheet_version_made",
            about_kind="inspection_sheet",
            about_key=f"{engagement.code}/{code}",
            engagement=engagement,
            by=by,
            happened_at=at,
            at=at,
            payload={"number": made.number, "digest": made.digest, "follows": before.digest if before else ""},
            process="" if by else "console",
        )
    return made
