from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from jishi.database.door import insert_all, new_row
from zhishou.ledger.models import Entry
from zhishou.ledger.rules import NotEvidence, canonical, moment
from zhishou.people.models import Engagement, Person

AT_ONCE = 500
LIMITS = {"what": 80, "about_kind": 60, "about_key": 200, "by_name": 120}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact to be recorded; `process` names who acted where no person did."""

    what: str
    about_kind: str
    about_key: str
    engagement: Engagement | None
    by: Person | None
    happened_at: datetime
    payload: Mapping[str, object]
    process: str = ""


def record(
    *,
    what: str,
    about_kind: str,
    about_key: str,
    engagement: Engagement | None,
    by: Person | None,
    happened_at: datetime,
    at: datetime,
    payload: Mapping[str, object],
    process: str = "",
) -> Entry:
    """Write one fact as evidence, in the caller's transaction; `process` names who acted where no person did.

    Waits for nobody: the entry gets its place in the chain when the next tick seals what has been committed.
    """
    fact = Fact(
        what=what,
        about_kind=about_kind,
        about_key=about_key,
        engagement=engagement,
        by=by,
        happened_at=happened_at,
        payload=payload,
        process=process,
    )
    entry = _entry(fact, at=at)
    insert_all([entry])  # and a trigger puts it among those that wait
    return entry


def record_all(facts: Iterable[Fact], *, at: datetime) -> None:
    """Write many facts as evidence in few statements, in the caller's transaction and in the order given."""
    entries = [_entry(fact, at=at) for fact in facts]
    for begin in range(0, len(entries), AT_ONCE):
        insert_all(entries[begin : begin + AT_ONCE], keys=False)


def _entry(fact: Fact, *, at: datetime) -> Entry:
    for value in (fact.happened_at, at):
        moment(value)
    form = canonical(fact.payload)
    entry = new_row(
        Entry,
        engagement_id=fact.engagement.pk if fact.engagement else None,
        what=fact.what,
        about_kind=fact.about_kind,
        about_key=fact.about_key,
        by_id=fact.by.pk if fact.by else None,
        by_name=str(fact.by) if fact.by else fact.process,
        happened_at=fact.happened_at,
        recorded_at=at,
        payload_text=form.decode(),
        payload_digest=sha256(form).hexdigest(),
    )
    _check(entry)
    return entry


def _check(entry: Entry) -> None:
    for name, limit in LIMITS.items():
        text: str = getattr(entry, name)
        if len(text) > limit:
            raise NotEvidence(f"{name} has {len(text)} characters; {limit} at most.")
        if "\x00" in text:
            raise NotEvidence(f"{name} holds a null byte.")
    if not entry.what or not entry.about_kind:
        raise NotEvidence("An entry says what happened, and to which kind of object.")
    if not entry.by_name:
        raise NotEvidence("An entry names who acted: a person, or the process.")
