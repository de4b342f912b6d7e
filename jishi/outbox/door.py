"""Publish events, and declare who hears them."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter

from jishi.outbox.events import Event
from jishi.outbox.models import Message

Hearer = Callable[..., None]
"""Called as `hearer(event, at=...)` inside one transaction with the mark that it was delivered."""

NOBODY: Final[tuple[Hearer, ...]] = ()
"""Written in the wiring where an event is meant for later hearers only."""

_hearers: dict[type[Event], tuple[Hearer, ...]] = {}


class UnknownEvent(LookupError):
    """An event was published that the wiring does not name."""


def wire(hearers: Mapping[type[Event], tuple[Hearer, ...]]) -> None:
    """Set who hears what; called once at start, from the wiring of the product."""
    _hearers.clear()
    _hearers.update(hearers)


def wired() -> Mapping[type[Event], tuple[Hearer, ...]]:
    """Return the wiring as it stands."""
    return dict(_hearers)


def dotted(thing: type[Any] | Callable[..., Any]) -> str:
    """Return the dotted name under which an event or hearer is stored."""
    return f"{thing.__module__}.{thing.__qualname__}"


_adapters: dict[str, TypeAdapter[Event]] = {}


def adapter(event: type[Event]) -> TypeAdapter[Event]:
    """Return the reader and writer of an event's payload; built once, since building is slow."""
    name = dotted(event)
    if name not in _adapters:
        _adapters[name] = TypeAdapter(event)
    return _adapters[name]


def publish(event: Event, *, at: datetime) -> None:
    """Write one message for each hearer, in the caller's transaction."""
    publish_all([event], at=at)


def publish_all(events: Iterable[Event], *, at: datetime) -> None:
    """Write the messages of many events in one statement, in the caller's transaction."""
    rows: list[Message] = []
    for event in events:
        kind = type(event)
        if kind not in _hearers:
            raise UnknownEvent(f"{dotted(kind)} is not in the wiring; name its hearers or NOBODY.")
        if not _hearers[kind]:
            continue
        event_id = uuid.uuid4()
        payload = adapter(kind).dump_python(event, mode="json")
        rows.extend(
            Message(
                event_id=event_id,
                event=dotted(kind),
                hearer=dotted(hearer),
                payload=payload,
                published_at=at,
                next_try_at=at,
            )
            for hearer in _hearers[kind]
        )
    Message.objects.bulk_create(rows)
