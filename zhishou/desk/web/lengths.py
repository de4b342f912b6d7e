"""Lengths of time in words, and how long words may be in a page."""

from datetime import timedelta

DAY, HOUR, MINUTE = 86_400, 3_600, 60
SHORT_LINES, SHORT = 12, 700


def spell(length: timedelta, language: str) -> str:
    """Say a length to the minute, below an hour to the second: 2 小时 5 分钟."""
    seconds = int(length.total_seconds())
    chinese = language.startswith("zh")
    days, rest = divmod(seconds, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    parts = [(days, " 天", " d"), (hours, " 小时", " h"), (minutes, " 分钟", " min")]
    if seconds < HOUR:
        parts.append((rest, " 秒", " s"))
    said = " ".join(f"{count}{zh if chinese else en}" for count, zh, en in parts if count)
    return said or ("0 秒" if chinese else "0 s")


def gist(text: str) -> str:
    """Return how a text begins that is too long to stand whole in a page; nothing where it is short enough."""
    lines = text.split("\n", SHORT_LINES)
    if len(lines) <= SHORT_LINES and len(text) <= SHORT:
        return ""
    return "\n".join(lines[:SHORT_LINES])[:SHORT]
