"""Reads what a call centre sends; its form is wire/call-event.schema.json."""

import json
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from jishi.refusals.door import Invalid
from zhishou.desk.rules.calls import CallEventKind, CallNews

LONGEST: Final = {"call": 120, "caller": 40, "agent": 60, "recording": 500}
OLDEST: Final = timedelta(days=7)


class NotCallNews(Invalid):
    """This is no news of a call: %(field)s is missing or not as it must be."""


def read_news(body: bytes, *, at: datetime) -> CallNews:
    """Return what a message says; refuse it whole where anything is wrong."""
    try:
        document = json.loads(body.decode())
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise NotCallNews(field="JSON") from error
    if not isinstance(document, dict):
        raise NotCallNews(field="JSON")
    said = {name: _text(document, name) for name in LONGEST}
    if not said["call"]:
        raise NotCallNews(field="call")
    if said["recording"] and urlsplit(said["recording"]).scheme not in {"http", "https"}:
        raise NotCallNews(field="recording")
    if document.get("event") not in {one.value for one in CallEventKind}:
        raise NotCallNews(field="event")
    return CallNews(
        call_id=said["call"],
        event=CallEventKind(document["event"]),
        moment=_moment(document.get("moment"), at=at),
        caller=said["caller"],
        agent=said["agent"],
        recording=said["recording"],
    )


def _text(document: dict[str, object], name: str) -> str:
    value = document.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST[name] or not value.isprintable():
        raise NotCallNews(field=name)
    return value.strip()


def _moment(value: object, *, at: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or moment < at - OLDEST:
        raise NotCallNews(field="moment")
    return moment.astimezone(UTC)
