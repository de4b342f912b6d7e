"""Background doors of the desk."""

from datetime import datetime

from zhishou.desk import actions


def tick_clocks(*, at: datetime) -> None:
    """Tell what time alone has changed."""
    actions.tell_news(at=at)
