from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from zhishou.ledger.models import Entry
from zhishou.ledger.rules import NotEvidence, canonical, moment
from zhishou.people.models import Engagement, Person

LIMITS = {"what": 80, "about_kind": 60, "about_key": 200, "by_name": 120}


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
    for value in (happened_at, at):
        moment(value)
    form = canonical(payload)
    entry = Entry(
        engagement=engagement,
        what=what,
        about_kind=about_kind,
        about_key=about_key,
        by=by,
        by_name=str(by) if by else process,
        happened_at=happened_at,
        recorded_at=at,
        payload_text=form.decode(),
        payload_digest=sha256(form).hexdigest(),
    )
    _check(entry)
    entry.save(force_insert=True)  # and a trigger puts it among those that wait
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
