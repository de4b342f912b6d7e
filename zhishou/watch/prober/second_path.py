"""The watch over the watcher: a prober says, without any worker, that the background of the platform is silent."""

from datetime import UTC, datetime, timedelta
from typing import Final

from jishi.outbox.door import lag
from jishi.tasks.door import tick_age
from zhishou.notify.actions.alarms import hush, sound
from zhishou.notify.rules import CALL_AGAIN

LATE_TICK: Final = timedelta(seconds=60)
LATE_NEWS: Final = timedelta(seconds=120)
LASTS: Final = 60.0
"""For how many seconds a trouble lasts before somebody is called: a restart takes less."""
NAME: Final = "prober"


def trouble_of_background(*, at: datetime) -> str:
    """Say what of the background is silent; nothing to say means that it works."""
    age, behind = tick_age(at), lag(at)
    if age is None or age > LATE_TICK:
        return f"the tick is silent since {age}" if age else "the tick never ran"
    if behind.oldest > LATE_NEWS:
        return f"no worker delivers: a message waits since {behind.oldest}"
    return ""


class SecondPath:
    """Tells of a trouble that lasts, by a file at once and by the operator's own program again and again."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._called: float | None = None

    def tell(self, trouble: str, *, now: float) -> bool:
        """Tell, where there is something; return whether somebody was called."""
        if not trouble:
            self._since = self._called = None
            hush(name=NAME)
            return False
        self._since = now if self._since is None else self._since
        if now - self._since < LASTS:
            return False
        due = self._called is None or now - self._called >= CALL_AGAIN.total_seconds()
        if due:
            self._called = now
        words = {"alarm": "background_silent", "shown_by": trouble, "raised_at": datetime.now(UTC).isoformat()}
        sound(name=NAME, words=words, call=due)
        return due
