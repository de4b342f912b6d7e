"""Who hears what, by the wiring of the product; and how an event is stored."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter

from jishi.outbox.events import Event

Hearer = Callable[..., None]
"""Called as `hearer(event, at=...)` inside one transaction with the mark that it was delivered."""

NOBODY: Final[tuple[Hearer, ...]] = ()
"""Written in the wiring where an event is meant for later hearers only."""

_Heard = TypeVar("_Heard", bound=Hearer)
_IN_BATCHES = "hears_in_batches"
_ONLY_WHERE = "hears_only_where"


def in_batches(hearer: _Heard) -> _Heard:
    """Mark a hearer that is called with many events at once, as `hearer(events, at=...)`.

    They are heard together or, where that fails, one by one; it must not matter in which order they happened.
    """
    setattr(hearer, _IN_BATCHES, True)
    return hearer


def only_where(concerns: Callable[[Any], bool]) -> Callable[[_Heard], _Heard]:
    """Mark a hearer that hears some events of a kind only; for the others no message is written, nor one heard."""

    def marked(hearer: _Heard) -> _Heard:
        setattr(hearer, _ONLY_WHERE, concerns)
        return hearer

    return marked


def concerns(hearer: Hearer, event: Event) -> bool:
    """Say whether a hearer hears an event of a kind to which it is wired."""
    asked: Callable[[Any], bool] | None = getattr(hearer, _ONLY_WHERE, None)
    return asked is None or asked(event)


def hears_in_batches(hearer: Hearer) -> bool:
    """Say whether a hearer takes many events at once."""
    return bool(getattr(hearer, _IN_BATCHES, False))


_hearers: dict[type[Event], tuple[Hearer, ...]] = {}
_adapters: dict[type[Event], TypeAdapter[Event]] = {}
_named: dict[tuple[str, str], tuple[type[Event], Hearer]] = {}


def wire(hearers: Mapping[type[Event], tuple[Hearer, ...]]) -> None:
    """Set who hears what; called once at start, from the wiring of the product."""
    _hearers.clear()
    _hearers.update(hearers)
    _named.clear()
    _named.update({(dotted(event), dotted(one)): (event, one) for event, named in hearers.items() for one in named})


def wired() -> Mapping[type[Event], tuple[Hearer, ...]]:
    """Return the wiring as it stands."""
    return dict(_hearers)


def hearers_of(event: type[Event]) -> tuple[Hearer, ...] | None:
    """Return who hears an event; None where the wiring does not name it."""
    return _hearers.get(event)


def named(*, event: str, hearer: str) -> tuple[type[Event], Hearer] | None:
    """Return an event and a hearer of it by the names under which they are stored."""
    return _named.get((event, hearer))


def dotted(thing: type[Any] | Callable[..., Any]) -> str:
    """Return the dotted name under which an event or hearer is stored."""
    return f"{thing.__module__}.{thing.__qualname__}"


def adapter(event: type[Event]) -> TypeAdapter[Event]:
    """Return the reader and writer of an event's payload; built once, since building is slow."""
    found = _adapters.get(event)
    if found is None:
        found = _adapters[event] = TypeAdapter(event)
    return found
