"""The page that lists every event: what it says, what it carries, who hears it."""

import inspect
from collections.abc import Iterator
from dataclasses import fields
from typing import get_type_hints

from jishi.outbox.door import Hearer, dotted
from jishi.outbox.events import Event


def _lines(kind: type[Event], hearers: tuple[Hearer, ...]) -> Iterator[str]:
    hints = get_type_hints(kind)
    yield f"## {kind.__module__.split('.')[1]}.{kind.__name__}"
    yield ""
    said = inspect.getdoc(kind) or ""
    if not said.startswith(f"{kind.__name__}("):  # what dataclasses write where nobody did
        yield said
        yield ""
    for field in fields(kind):
        hint = hints[field.name]
        yield f"- `{field.name}`: {hint.__name__ if isinstance(hint, type) else str(hint).replace('datetime.', '')}"
    yield "- heard by: " + (", ".join(f"`{dotted(hearer)}`" for hearer in hearers) or "nobody yet")
    yield ""


def in_markdown(wiring: dict[type[Event], tuple[Hearer, ...]]) -> str:
    """Return the reference page of the events in the wiring."""
    lines = ["# Events", "", "What areas tell each other. Written by `zhishou api export`.", ""]
    for kind in sorted(wiring, key=dotted):
        lines += _lines(kind, wiring[kind])
    return "\n".join(lines).rstrip() + "\n"
