"""What an event is; pure, so that an area's `events.py` stays free of Django."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened; subclasses are frozen dataclasses of JSON-friendly fields."""
