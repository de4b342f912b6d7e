"""One result as a prober or an agent brings it, and as it waits on the disk while the database is away."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from zhishou.systems.rules.observing import Observation, Outcome, Value

LONGEST_WORDS: Final = 500
MOST_FACTS: Final = 20
LONGEST_FACT: Final = 200


class Unreadable(ValueError):
    """A line of the disk that holds no result: it was cut when the machine stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One result of one probe."""

    probe_id: int
    at: datetime
    outcome: Outcome
    value: float | None = None
    words: str = ""
    facts: Mapping[str, Value] = field(default_factory=dict)
    took_ms: int = 0

    @property
    def at_ms(self) -> int:
        """The moment in milliseconds since 1970: with the probe it names the sample."""
        return round(self.at.timestamp() * 1000)


def taken_of(observation: Observation, *, probe_id: int, at: datetime) -> Taken:
    """Return what was observed, no larger than can be kept."""
    return Taken(
        probe_id=probe_id,
        at=at,
        outcome=observation.outcome,
        # A count is a whole number; a column that mixes both is none to PostgreSQL's driver.
        value=None if observation.value is None else float(observation.value),
        words=plain(observation.words)[:LONGEST_WORDS],
        facts={
            one.name[:40]: plain(one.value)[:LONGEST_FACT] if isinstance(one.value, str) else one.value
            for one in observation.facts[:MOST_FACTS]
        },
        took_ms=round(observation.took_s * 1000),
    )


def plain(text: str) -> str:
    """Return a text without what no database keeps."""
    return text.replace("\x00", "").encode(errors="replace").decode()


def line_of(taken: Taken) -> str:
    """Return a result as one line."""
    held = [
        taken.probe_id,
        taken.at.timestamp(),
        taken.outcome.value,
        taken.value,
        taken.words,
        dict(taken.facts),
        taken.took_ms,
    ]
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


def of_line(line: str) -> Taken:
    """Read a line again."""
    try:
        probe_id, at, outcome, value, words, facts, took_ms = json.loads(line)
        return Taken(
            probe_id=int(probe_id),
            at=datetime.fromtimestamp(at, UTC),
            outcome=Outcome(outcome),
            value=None if value is None else float(value),
            words=str(words),
            facts=dict(facts),
            took_ms=int(took_ms),
        )
    except (ValueError, TypeError, OverflowError, OSError) as error:
        raise Unreadable from error
