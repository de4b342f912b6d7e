"""When the keeper says that the chat server is away; pure."""

from datetime import datetime, timedelta
from typing import Final

STARTS_WITHIN: Final = timedelta(seconds=20)
"""The chat server starts beside the keeper and takes longer: until then nothing is wrong."""


class Away:
    """Whether the chat server's absence was told, of a keeper that began at a moment."""

    def __init__(self, *, begun_at: datetime) -> None:
        self._begun_at = begun_at
        self._is_told = False

    def met(self, *, now: datetime) -> bool:
        """Note that it does not answer; say whether to tell it: once, and not while it may still be starting."""
        if self._is_told or now - self._begun_at < STARTS_WITHIN:
            return False
        self._is_told = True
        return True

    def over(self) -> bool:
        """Note that it answers; say whether its absence was told."""
        told, self._is_told = self._is_told, False
        return told
