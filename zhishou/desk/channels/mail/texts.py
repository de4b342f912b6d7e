"""Bytes of mails into words, whatever they claim to be; and pages into words, with nothing left that acts."""

import re
from html.parser import HTMLParser
from typing import Final

# What senders call a charset and what they mean by it; Chinese programmes write gb2312 and send GBK.
ALIASES: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "gb18030": "gb18030",
    "gb_2312-80": "gb18030",
    "euc-cn": "gb18030",
    "hz": "hz",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-big5": "big5hkscs",
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "utf-7": "utf-7",
    "unicode-1-1-utf-7": "utf-7",
}
SAYS_NOTHING: Final = frozenset(
    {"", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "default", "unknown", "8bit"}
)
WESTERN: Final = frozenset({"iso-8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "iso-8859-15"})
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def decode(raw: bytes, charset: str = "") -> str:
    """Return the words of some bytes; the charset is a claim, and nothing makes this fail."""
    claimed = charset.strip().strip("'\"").lower()
    for name in (*_claims(claimed), *_guesses(raw, western=claimed in WESTERN)):
        try:
            return clean(raw.decode(name))
        except (LookupError, ValueError):
            continue
    return clean(raw.decode("utf-8", errors="replace"))


def _claims(claimed: str) -> list[str]:
    if claimed in SAYS_NOTHING or claimed in WESTERN:
        return []
    return [ALIASES.get(claimed, claimed)]


def _guesses(raw: bytes, *, western: bool) -> list[str]:
    """Return what bytes without a true name may be, the likeliest first.

    What is written today fits GB2312 whole; Big5 hardly ever does, since its second bytes reach below 0xA1. Whoever
    claims Latin often sends Chinese, but a lone é is no Chinese.
    """
    first = ["utf-8", "gb2312"]
    if western:
        return [*first, "windows-1252", "iso-8859-1"]
    likely = "big5hkscs" if _fits(raw, "big5") else "gb18030"
    return [*first, likely, "gb18030", "big5hkscs"]


def _fits(raw: bytes, charset: str) -> bool:
    try:
        raw.decode(charset)
    except ValueError:
        return False
    return True


def clean(text: str) -> str:
    """Take out what no column holds and what makes a line read otherwise than it is."""
    text = text.encode("utf-8", errors="replace").decode()  # lone surrogates
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


UNSEEN: Final = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg"})
BREAKS: Final = frozenset(
    {"br", "p", "div", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "hr"}
)
DEEPEST: Final = 2000


class _Words(HTMLParser):
    """Collects what a page says."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen: list[str] = []
        self.links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN and len(self.unseen) < DEEPEST:
            self.unseen.append(tag)
        elif tag in BREAKS:
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in {"td", "th"}:
            self.parts.append("  ")
        elif tag == "img":
            self._picture(dict(attrs))
        elif tag == "a" and len(self.links) < DEEPEST:
            self.links.append((dict(attrs).get("href") or "", len(self.parts)))
        if tag == "body":
            self.unseen.clear()  # a head that was never closed

    def handle_endtag(self, tag: str) -> None:
        if tag in self.unseen:
            while self.unseen.pop() != tag:
                pass
        elif tag in BREAKS:
            self.parts.append("\n")
        elif tag == "a" and self.links:
            target, began = self.links.pop()
            said = "".join(self.parts[began:]).strip()
            if target.startswith(("http://", "https://")) and target != said:
                self.parts.append(f" ({target[:500]})")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(re.sub(r"\s+", " ", data))

    def _picture(self, found: dict[str, str | None]) -> None:
        if not self.unseen and (alternative := (found.get("alt") or "").strip()):
            self.parts.append(f"[{alternative[:200]}]")


def words_of_page(page: str) -> str:
    """Return what an HTML page says, as plain words; scripts, styles and comments say nothing."""
    reader = _Words()
    reader.feed(page)
    reader.close()
    lines = [" ".join(line.split(" ")).strip() for line in "".join(reader.parts).replace("\xa0", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
