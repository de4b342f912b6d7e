"""What is run, as declared by who uses the supervisor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jishi.refusals.door import Trouble


def gettext_noop(text: str) -> str:
    """Mark words for translation; Django's own asks for settings, and who starts several products has none."""
    return text


class CannotGoOn(Trouble):
    """Everything has to stop; the message is one sentence that says why, and what to do."""


class DoesNotStayUp(CannotGoOn):
    """A process died before it had ever answered; `last_line` is what it said last, where it ended by itself."""

    last_line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Ready once this address on the loopback answers with a status below 500."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """Ready once a line of its output holds these words."""

    words: str


Check = Answers | Says


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One process: its short name, its command, and how one sees that it works.

    One with `work` does that in a copy of the supervisor's own process, which has loaded all that is needed; its
    command is then what the system's list of processes calls it.

    One that may be missing holds nothing up: nobody waits for it, and however it dies it is tried again, ever more
    slowly, while the others go on. One that is to be late speaks to the others at once: it starts when they are
    ready, and is not waited for.
    """

    name: str
    command: tuple[str, ...]
    ready: Check
    work: Callable[[], object] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    may_be_missing: bool = False
    late: bool = False
    niceness: int = 0  # 0 to 19: how far it steps back, once ready, for the others while the machine is full
