"""What a check is: what it measures, by which connectors, and what is normal where no profile says otherwise."""

from dataclasses import dataclass

from zhishou.systems.rules.thresholds import Threshold
from zhishou.systems.rules.words import ConnectorKind, Severity, Unit, Words

OptionKinds = type[str] | type[int] | type[float] | type[bool] | type[list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something that a profile may or must say for a check."""

    name: str
    means: str
    of: OptionKinds = str
    needed: bool = False

    def takes(self, value: object) -> bool:
        """Say whether a value is of the kind that is expected."""
        if self.of is bool:
            return isinstance(value, bool)
        if self.of is float:
            return isinstance(value, int | float) and not isinstance(value, bool)
        if self.of is int:
            return isinstance(value, int) and not isinstance(value, bool)
        if self.of is str:
            return isinstance(value, str)
        return isinstance(value, list) and all(isinstance(one, str) for one in value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that can be looked at."""

    id: str
    name: Words
    unit: Unit
    kinds: frozenset[ConnectorKind]
    advice: Words
    warn: Threshold | None = None
    critical: Threshold | None = None
    severity: Severity = Severity.HIGH
    window: str = "5 min"
    link: str = ""
    options: tuple[Option, ...] = ()
    steps: bool = False  # a transaction of several steps

    def option(self, name: str) -> Option | None:
        """Return one of its options."""
        return next((one for one in self.options if one.name == name), None)
