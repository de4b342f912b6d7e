"""Background doors of the watch: what its ticks do."""

from datetime import datetime

from zhishou.watch import actions


def tick_silence(*, at: datetime) -> None:
    """Tell when nothing is heard any more, and look again at what waits to be told."""
    actions.look_for_silence(at=at)


def tick_pack(*, at: datetime) -> None:
    """Pack the samples of hours that are over."""
    actions.pack_some(at=at)


def tick_forget(*, at: datetime) -> None:
    """Forget what has been kept long enough."""
    actions.forget_old(at=at)
