"""Finds English that leaks into a Chinese page; any test may use it."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

SPOKEN = {"title", "alt", "placeholder", "aria-label", "data-label"}
SILENT = {"script", "style", "code", "pre", "kbd", "samp", "template"}
# Names, units and abbreviations that a Chinese page writes in Latin letters too.
ALLOWED = set(
    re.findall(
        r"\w+",
        "API APP CPU CSV Cookie English HTML HTTP HTTPS ICS IMAP IP JSON Markdown Matrix PDF QQ RPO RTO"
        " SHA SMS SMTP SSL STARTTLS TLS TOML TOTP URL USB UTC UUID WeCom Webhook Word Excel Passkey PIN"
        " TCP DNS SSH OIDC iCalendar Windows Linux PostgreSQL SQLite Zhishou Xieban BPMN bpmn XLSX xlsx docx ZIP",
    )
)
MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")
WORD = re.compile(r"[A-Za-z][A-Za-z]{2,}")
# What carries data rather than words: addresses, hashes, keys, file names, versions.
NOT_WORDS = re.compile(r"\S*(?:[/@_=\\]|\w\.\w|\d)\S*|\{\w+\}|\b[\w]+(?:-[\w]+)+\b")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent: list[str] = []
        self._foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in SILENT:
            self._silent.append(tag)
        if (named.get("lang") or "zh").split("-")[0] != "zh" or "data-verbatim" in named:
            self._foreign.append(tag)
        if not self._silent and not self._foreign:
            words = {name: value for name, value in named.items() if value}
            self.said += [value for name, value in words.items() if name in SPOKEN or name.startswith("data-words")]

    def handle_endtag(self, tag: str) -> None:
        for open_tags in (self._silent, self._foreign):
            if open_tags and open_tags[-1] == tag:
                open_tags.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent and not self._foreign and data.strip():
            self.said.append(data.strip())


def said_in(html: str) -> list[str]:
    """Return everything that a page says to people: its texts, and the attributes that are read out or shown."""
    reader = _Reader()
    reader.feed(html)
    return reader.said


def english_in(html: str, *, names: Iterable[str] = ()) -> list[str]:
    """Return the texts of a Chinese page that hold an English word; `names` are data that may stand as they are.

    What is not ours to translate (a code, a file's content) stands in `<code>`, or under `data-verbatim`.
    """
    known = {word.lower() for word in ALLOWED}
    found = []
    for text in said_in(html):
        rest = MAIL_ADDRESS.sub(" ", text)
        for name in sorted(filter(None, names), key=len, reverse=True):
            rest = rest.replace(name, " ")
        rest = NOT_WORDS.sub(" ", rest)
        if any(word.lower() not in known for word in WORD.findall(rest)):
            found.append(text)
    return found
