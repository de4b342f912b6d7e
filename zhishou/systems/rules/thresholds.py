"""Limits beyond which a value is not normal."""

from typing import Self

from pydantic import Field, model_validator

from jishi.sentences.door import Wrong
from jishi.sentences.door import gettext_noop as _
from zhishou.contracts.rules.pack_types import Part


class Threshold(Part):
    """One limit; the limit itself is still normal."""

    over: float | None = Field(default=None, description=_("not normal above this number"))
    under: float | None = Field(default=None, description=_("not normal below this number"))

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        if (self.over is None) == (self.under is None):
            raise Wrong(_("a threshold says “over” or “under”, one of the two"))
        return self

    @property
    def value(self) -> float:
        """Return the limit."""
        return self.over if self.over is not None else (self.under or 0.0)

    def is_broken_by(self, value: float) -> bool:
        """Say whether a value lies beyond the limit."""
        return value > self.over if self.over is not None else value < self.value

    def is_milder_than(self, other: "Threshold") -> bool:
        """Say whether this limit is reached before the other one."""
        if self.over is not None:
            return other.over is not None and self.over <= other.over
        return other.under is not None and self.value >= other.under

    def __str__(self) -> str:
        return f"{'>' if self.over is not None else '<'} {self.value:g}"


def over(value: float) -> Threshold:
    """Return a limit that a value must not exceed."""
    return Threshold(over=value)


def under(value: float) -> Threshold:
    """Return a limit that a value must not fall below."""
    return Threshold(under=value)
