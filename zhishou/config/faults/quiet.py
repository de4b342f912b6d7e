"""What keeps a fault that was made from being told."""

from datetime import datetime

from zhishou.systems.queries.systems import every_system
from zhishou.watch.queries.quiet import running_windows


def quiet_words(*, at: datetime) -> str:
    """Say that a regular window runs, where one does: what breaks meanwhile is seen, and nobody is told."""
    names = [one.name for system in every_system() for one in running_windows(system, at=at)]
    if not names:
        return ""
    return (
        f"The agreed window {', '.join(dict.fromkeys(names))} runs now: what breaks is red on the map, "
        "a ticket and calls follow only if it is still broken when the window has ended."
    )
