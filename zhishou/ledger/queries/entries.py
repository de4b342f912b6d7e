"""Entries for whoever may see them: parties see all of their contract, engineers what they did themselves."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from jishi.refusals.door import NotThere
from jishi.search import door as search
from zhishou.ledger.models import Batch, Entry, Seal
from zhishou.ledger.queries.naming import kind_in_words, process_in_words, what_in_words
from zhishou.ledger.rules import Doubt, doubts
from zhishou.people import queries as people
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import Role

READERS: Final = frozenset({Role.CLIENT_ADMIN, Role.MANAGER, Role.AUDITOR})
OWN_ONLY: Final = frozenset({Role.FRONT_DESK, Role.FIRST_LINE, Role.SECOND_LINE, Role.EXPERT})
PAGE: Final = 50
FOUND_AT_MOST: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What somebody looks for; empty fields ask nothing. `until` is exclusive."""

    what: str = ""
    who: UUID | None = None
    kind: str = ""
    key: str = ""
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One page of entries, newest first; the ids lead to the pages beside it."""

    entries: list["Row"]
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An entry with its place, ready to be shown."""

    entry: Entry
    who: str
    what: str
    kind: str
    name: str  # under which people know the object; empty where there is none
    position: int | None
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """An entry, its place in the chain, and the batch that sealed it."""

    row: Row
    seal: Seal | None
    batch: Batch | None
    previous_hash: str


def get_ledger(viewer: Person, *, code: str, at: datetime, whole: bool = False) -> tuple[Engagement, bool]:
    """Return the engagement, and whether the viewer sees all of its ledger; `whole` refuses who does not."""
    engagement = people.get_engagement(viewer, code=code, at=at)
    held = people.require_role(viewer, engagement, READERS if whole else READERS | OWN_ONLY, at=at)
    return engagement, bool(held & READERS)


def visible_entries(viewer: Person, *, code: str, at: datetime, filters: Filters) -> QuerySet[Entry]:
    """Return the entries of one contract that the viewer may see and looks for."""
    engagement, sees_all = get_ledger(viewer, code=code, at=at)
    rows = Entry.objects.filter(engagement=engagement)
    if not sees_all:
        rows = rows.filter(by=viewer)
    exact = {
        "what": filters.what,
        "by__uuid": filters.who,
        "about_kind": filters.kind,
        "about_key": filters.key,
        "happened_at__gte": filters.since,
        "happened_at__lt": filters.until,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.words:
        keys = search.find(
            kind="ledger.entry", scopes=[str(engagement.uuid)], words=filters.words, limit=FOUND_AT_MOST
        )
        rows = rows.filter(uuid__in=keys)
    return rows.select_related("by", "seal")


def entries_page(
    viewer: Person,
    *,
    code: str,
    at: datetime,
    filters: Filters,
    before: int | None = None,
    after: int | None = None,
) -> Part:
    """Return one page, cut at an entry, so that new ones shift nothing; no page counts the whole."""
    rows = visible_entries(viewer, code=code, at=at, filters=filters)
    if after is not None:
        found = list(rows.filter(id__gt=after).order_by("id")[: PAGE + 1])
        more, found = len(found) > PAGE, found[:PAGE][::-1]
        return Part(
            entries=named_rows(found),
            newer=found[0].pk if more else None,
            older=found[-1].pk if found else None,
        )
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.order_by("-id")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    return Part(
        entries=named_rows(found),
        newer=found[0].pk if found and before is not None else None,
        older=found[-1].pk if more else None,
    )


def get_entry(viewer: Person, *, code: str, uuid: UUID, at: datetime) -> Detail:
    """Return one entry with its place; what the viewer may not see is not there."""
    entry = visible_entries(viewer, code=code, at=at, filters=Filters()).filter(uuid=uuid).first()
    if entry is None:
        raise NotThere
    seal, name = _seal_of(entry), _names([entry]).get((entry.about_kind, entry.about_key), "")
    if seal is None:
        return Detail(row=_row(entry, name=name), seal=None, batch=None, previous_hash="")
    batches = Batch.objects.filter(chain=seal.chain, last_position__gte=seal.position)
    before = Seal.objects.filter(chain=seal.chain, position=seal.position - 1).first()
    batch = batches.order_by("last_position").first()
    return Detail(
        row=_row(entry, name=name, sealed_at=batch.sealed_at if batch else None),
        seal=seal,
        batch=batch,
        previous_hash=before.chain_hash if before else "",
    )


def entry_rows(entries: Iterable[Entry]) -> list[Row]:
    """Return entries ready to be shown."""
    return [_row(entry) for entry in entries]


def named_rows(entries: Sequence[Entry]) -> list[Row]:
    """Return entries of one contract ready to be shown, each with the name of what it is about."""
    names = _names(entries)
    return [_row(entry, name=names.get((entry.about_kind, entry.about_key), "")) for entry in entries]


def _names(entries: Sequence[Entry]) -> dict[tuple[str, str], str]:
    """Ask each kind once for the names of all its objects."""
    spoken: Mapping[str, Callable[[int, Collection[str]], Mapping[str, str]]] = import_string(
        settings.LEDGER_SPOKEN
    )
    keys: dict[tuple[str, int], set[str]] = {}
    for entry in entries:
        if entry.about_kind in spoken and entry.engagement_id is not None:
            keys.setdefault((entry.about_kind, entry.engagement_id), set()).add(entry.about_key)
    return {
        (kind, key): name
        for (kind, engagement_id), asked in keys.items()
        for key, name in spoken[kind](engagement_id, asked).items()
    }


def _seal_of(entry: Entry) -> Seal | None:
    return entry.seal if hasattr(entry, "seal") else None


def _row(entry: Entry, *, name: str = "", sealed_at: datetime | None = None) -> Row:
    seal = _seal_of(entry)
    return Row(
        entry=entry,
        who=process_in_words(entry.by_name) if entry.by_id is None else entry.by_name,
        what=what_in_words(entry.what),
        kind=kind_in_words(entry.about_kind),
        name=name,
        position=seal.position if seal else None,
        doubts=doubts(happened_at=entry.happened_at, recorded_at=entry.recorded_at, sealed_at=sealed_at),
    )


def bundle_path(engagement: Engagement, bundle: UUID) -> Path:
    """Return where a bundle lies, inside this deployment's files."""
    return Path(settings.MEDIA_ROOT) / "ledger" / str(engagement.uuid) / f"{bundle}.zip"


def get_bundle(viewer: Person, *, code: str, bundle: UUID, at: datetime) -> Path:
    """Return a bundle's file to whoever may see the whole ledger; anything else is not there."""
    engagement, _ = get_ledger(viewer, code=code, at=at, whole=True)
    path = bundle_path(engagement, bundle)
    if not path.is_file():
        raise NotThere
    return path


def payload_text(entry: Entry) -> str:
    """Return the payload laid out for reading, or as it is stored where it is damaged."""
    try:
        return json.dumps(entry.payload, ensure_ascii=False, indent=2)
    except ValueError:
        return entry.payload_text


def payload_or_none(entry: Entry) -> object:
    """Return the payload, or None where its text is damaged."""
    try:
        return entry.payload
    except ValueError:
        return None
