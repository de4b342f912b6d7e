"""Channels and messages for tests, and the recording double in the place of mail."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from conftest import LONG_AGO
from zhishou.notify.actions import planning, sending
from zhishou.notify.channels.protocol import Letter, Receipt
from zhishou.notify.channels.recording.transport import Recording
from zhishou.notify.channels.registry import standing_in
from zhishou.notify.models import Channel
from zhishou.notify.rules import Message, Outcome, Urgency
from zhishou.people.models import Person


def make_channel(
    person: Person, *, kind: str = "mail", address: str = "alice@example.org", rank: int = 0, verified: bool = True
) -> Channel:
    return Channel.objects.create(
        person=person,
        kind=kind,
        details=json.dumps({"address": address}),
        shown=address[:1] + "…",
        rank=rank,
        created_at=LONG_AGO,
        verified_at=LONG_AGO if verified else None,
    )


def message(
    urgency: Urgency = Urgency.PROMPT, *, dedup_key: str = "", code: str = "482913", of: str = ""
) -> Message:
    """Return a message of a kind that this area has words for."""
    return Message(
        kind="notify.verify",
        words={"code": code, "minutes": 10, "name": "Alice"},
        urgency=urgency,
        link="/notices/",
        dedup_key=dedup_key,
        engagement_code=of,
    )


@contextmanager
def recorded(*kinds: str, answer: Callable[[Letter], Receipt] | None = None) -> Iterator[Recording]:
    """Let one recording double stand in for some kinds."""
    first, *others = [Recording(kind=kind) for kind in kinds or ("mail",)]
    for one in (first, *others):
        one.sent = first.sent
        one.answer = answer or first.answer
    with standing_in(first, *others):
        yield first


def refusing(letter: Letter) -> Receipt:
    return Receipt(outcome=Outcome.TEMPORARY, answer=f"busy, {letter.key}")


def run(at: datetime) -> None:
    """Plan and send what is due at this moment, as the tick and its task would."""
    planning.plan(at=at)
    sending.send_due(clock=lambda: at, until=at + timedelta(seconds=1))
