"""Pure decisions: whether the background keeps up, and who may read figures."""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

LATE_TASK: Final = timedelta(seconds=60)
LATE_MESSAGE: Final = timedelta(seconds=60)
LATE_TICK: Final = timedelta(seconds=30)
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "::ffff:127.0.0.1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """The background as read at one moment."""

    oldest_task: timedelta
    oldest_message: timedelta
    tick_age: timedelta | None


def complaints(background: Background) -> list[str]:
    """Say what is late, each in one sentence; nothing to say means ready."""
    said = []
    if background.oldest_task > LATE_TASK:
        said.append(
            f"queue: a task has waited {background.oldest_task.total_seconds():.0f} s; is a worker running?"
        )
    if background.oldest_message > LATE_MESSAGE:
        waited = background.oldest_message.total_seconds()
        said.append(f"outbox: a message has waited {waited:.0f} s; is a worker running?")
    if background.tick_age is None:
        said.append("tick: it never ran; is `tick` running?")
    elif background.tick_age > LATE_TICK:
        said.append(f"tick: it last ran {background.tick_age.total_seconds():.0f} s ago; is `tick` running?")
    return said


def may_read_figures(*, address: str, through_proxy: bool, authorization: str, token: str | None) -> bool:
    """Whether the caller is this machine itself, not through a proxy, or shows the token."""
    if token and hmac.compare_digest(authorization.encode(), f"Bearer {token}".encode()):
        return True
    return address in LOOPBACK and not through_proxy
