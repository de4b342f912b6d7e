"""What the service says, and how it stands in a message; the words themselves are the caller's."""

from enum import StrEnum
from html import escape


class What(StrEnum):
    """What the service tells somebody."""

    WORK = "work"
    READ = "read"
    URGE = "urge"
    DEADLINE = "deadline"
    NOTICE = "notice"


def message(*, words: str, title: str, url: str) -> dict[str, object]:
    """Return a message with a link; what was typed is text, never markup."""
    return {
        "msgtype": "m.notice",
        "body": f"{words}：{title}\n{url}",
        "format": "org.matrix.custom.html",
        "formatted_body": f'{escape(words)}：<a href="{escape(url)}">{escape(title)}</a>',
        "m.mentions": {},
    }
