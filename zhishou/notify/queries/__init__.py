"""Reads about delivery: letters, the inbox, channels, the log."""

from zhishou.notify.queries.reach import dedup_keys

__all__ = ["dedup_keys"]
