"""What a connector is asked, and what it answers: the protocol between the watch and what it looks at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from zhishou.systems.rules.allowing import AllowList
from zhishou.systems.rules.steps import Step

Value = str | int | float | bool
Option = str | int | float | bool | list[str]


class Outcome(StrEnum):
    """How one look ended."""

    MEASURED = "measured"  # there is a value
    FAILED = "failed"  # what is looked at does not do what it must
    UNKNOWN = "unknown"  # it could not be looked at; never the same as normal


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something seen along with the value."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What was seen in one look."""

    outcome: Outcome
    value: float | None = None
    unit: str = ""
    took_s: float = 0.0
    words: str = ""  # English, translated when shown; names facts by %(name)s
    facts: tuple[Fact, ...] = ()

    def fact(self, name: str) -> Value | None:
        """Return one of the facts."""
        return next((one.value for one in self.facts if one.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What the look before saw: counters are told apart by it."""

    at: datetime
    facts: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question to a connector."""

    check: str
    address: str
    timeout_s: float
    allowed: AllowList
    options: Mapping[str, Option] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    before: Before | None = None
    lacking: tuple[str, ...] = ()  # secrets that the profile asks for and nobody has set

    def text(self, name: str, default: str = "") -> str:
        """Return an option as text."""
        return str(self.options.get(name, default))

    def number(self, name: str, default: float = 0.0) -> float:
        """Return an option as a number; what is none is the default."""
        value = self.options.get(name, default)
        return float(value) if isinstance(value, int | float) else default

    def flag(self, name: str, *, default: bool) -> bool:
        """Return an option as yes or no."""
        value = self.options.get(name, default)
        return value if isinstance(value, bool) else default

    def names(self, name: str) -> tuple[str, ...]:
        """Return an option as a list."""
        value = self.options.get(name, [])
        return tuple(str(one) for one in value) if isinstance(value, list) else (str(value),)


def facts(seen: Mapping[str, Value] | None = None, /, **named: Value) -> tuple[Fact, ...]:
    """Return facts by their names."""
    return tuple(Fact(name=name, value=value) for name, value in {**(seen or {}), **named}.items())


def measured(
    value: float, seen: Mapping[str, Value] | None = None, /, *, unit: str = "", words: str = "", **named: Value
) -> Observation:
    """Say what was measured."""
    return Observation(outcome=Outcome.MEASURED, value=value, unit=unit, words=words, facts=facts(seen, **named))


def failed(words: str, seen: Mapping[str, Value] | None = None, /, **named: Value) -> Observation:
    """Say what it did not do."""
    return Observation(outcome=Outcome.FAILED, words=words, facts=facts(seen, **named))


def unknown(words: str, /, **named: Value) -> Observation:
    """Say why it could not be looked at."""
    return Observation(outcome=Outcome.UNKNOWN, words=words, facts=facts(**named))
