"""What administrators keep for documents: series of numbers, seals, which matters need whose countersign."""

from collections.abc import Sequence
from datetime import datetime
from typing import IO

from django.db import IntegrityError, transaction

from jishi.files.door import keep
from jishi.refusals.door import NotAllowed
from xieban.directory.models import Person, Unit
from xieban.documents.actions.refusals import NotAPicture, SealExists, SeriesExists
from xieban.documents.models import Act, MandatoryCountersign, Seal, Series
from xieban.documents.rules.words import ActKind, DocumentType, Kind, Matter


def _require(by: Person | None) -> None:
    if by is not None and not by.is_administrator:
        raise NotAllowed


def _note(kind: ActKind, words: str, *, by: Person | None, at: datetime) -> None:
    if by is not None:
        Act.objects.create(kind=kind.value, words=words[:400], person=by, at=at)


def open_series(
    *, unit: Unit, kind: Kind, code: str, types: Sequence[DocumentType] = (), by: Person | None, at: datetime
) -> Series:
    """Open a series of numbers."""
    _require(by)
    try:
        with transaction.atomic():
            made = Series.objects.create(
                unit=unit, kind=kind.value, code=code, types=[one.value for one in types], created_at=at
            )
            _note(ActKind.SERIES, code, by=by, at=at)
    except IntegrityError as error:
        raise SeriesExists(code=code) from error
    return made


def close_series(*, series: Series, by: Person, at: datetime) -> None:
    """Let no new number come of a series; those that were given stay."""
    _require(by)
    with transaction.atomic():
        if Series.objects.filter(pk=series.pk, is_open=True).update(is_open=False):
            _note(ActKind.SERIES, f"− {series.code}", by=by, at=at)


def enter_seal(
    *, unit: Unit, name: str, picture: IO[bytes] | None = None, width: int = 42, by: Person | None, at: datetime
) -> Seal:
    """Enter a seal, with its picture where it is printed."""
    _require(by)
    kept = keep(picture, name=f"{name}.png") if picture is not None else None
    if kept is not None and not (kept.thumb_width and kept.media_type in {"image/png", "image/jpeg"}):
        raise NotAPicture
    try:
        with transaction.atomic():
            made = Seal.objects.create(
                unit=unit, name=name, picture=kept.sha256 if kept else "", width=width, created_at=at
            )
            _note(ActKind.SEAL, name, by=by, at=at)
    except IntegrityError as error:
        raise SealExists(name=name) from error
    return made


def close_seal(*, seal: Seal, by: Person, at: datetime) -> None:
    """Let a seal be used no more; its register stays."""
    _require(by)
    with transaction.atomic():
        if Seal.objects.filter(pk=seal.pk, is_open=True).update(is_open=False):
            _note(ActKind.SEAL, f"− {seal.name}", by=by, at=at)


def make_mandatory(
    *, unit: Unit, matter: Matter, department: Unit, by: Person | None, at: datetime
) -> MandatoryCountersign:
    """Let a department countersign every memo of a matter."""
    _require(by)
    with transaction.atomic():
        made, is_new = MandatoryCountersign.objects.get_or_create(
            unit=unit, matter=matter.value, department=department
        )
        if is_new:
            _note(ActKind.SERIES, f"{matter.value}: {department.name}", by=by, at=at)
    return made


def end_mandatory(*, mandatory: MandatoryCountersign, by: Person, at: datetime) -> None:
    """Let a department countersign a matter only where it is chosen."""
    _require(by)
    with transaction.atomic():
        _note(ActKind.SERIES, f"− {mandatory.matter}: {mandatory.department.name}", by=by, at=at)
        mandatory.delete()
