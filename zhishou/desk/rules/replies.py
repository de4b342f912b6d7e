"""What a reply says itself, what it only quotes, and whether it answers our question."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_QUOTED: Final = re.compile(r"^\s*[>＞|]")
_WROTE: Final = re.compile(
    r"^\s*(?:在.{4,120}(?:写道|寫道|写了)\s*[:：]|.{4,120}(?:于|於).{4,80}(?:写道|寫道)\s*[:：]|On\s.{4,160}\swrote\s*:)\s*$"
)
_ORIGINAL: Final = re.compile(
    r"^\s*[-_—─]{2,}\s*"
    r"(?:原始邮件|原邮件|原始郵件|原始信件|Original Message|Forwarded message|转发邮件|回复的原邮件)"
    r"\s*[-_—─]{2,}\s*$",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"^\s*[*＊]?\s*(?:发件人|寄件者|寄件人|From)[*＊]?\s*[:：]\s*[*＊]?\s*\S", re.IGNORECASE)
_HEADER: Final = re.compile(
    r"^\s*[*＊]?\s*(?:发送时间|发送日期|日期|时间|收件人|收件者|抄送|主题|主旨|Sent|Date|To|Cc|Subject)[*＊]?\s*[:：]",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"^\s*_{8,}\s*$")
_SIGNATURE: Final = re.compile(r"^--\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A message as its writer's own words, and what he quoted below them."""

    own: str
    quoted: str = ""


def split_quoted(words: str) -> Split:
    """Cut off what a mail programme put below a reply; where own words stand below or within it, cut nothing."""
    lines = words.split("\n")
    at = next((number for number in range(len(lines)) if _quote_begins(lines, number)), None)
    if at is None:
        return Split(own=words)
    own = "\n".join(lines[:at]).strip()
    if not own:
        return Split(own=words)
    return Split(own=own, quoted="\n".join(lines[at:]).strip("\n"))


def _quote_begins(lines: list[str], number: int) -> bool:
    line, rest = lines[number], lines[number + 1 :]
    if _ORIGINAL.match(line):
        return True
    if _FROM.match(line) or _RULE.match(line):
        near = [one for one in lines[number : number + 8] if one.strip()]
        return any(map(_FROM.match, near)) and sum(1 for one in near if _HEADER.match(one)) > 1
    if _WROTE.match(line) or (_WROTE.match(f"{line} {rest[0].strip()}") if rest else None):
        # Below it all is quoted, by marks or without any; own words among the marks keep it open.
        below = rest if _WROTE.match(line) else rest[1:]
        return _all_marked(below) or not any(map(_QUOTED.match, below))
    return bool(_QUOTED.match(line)) and _all_marked(lines[number:])


def _all_marked(lines: list[str]) -> bool:
    said = [one for one in lines if one.strip()]
    return bool(said) and all(map(_QUOTED.match, said))


class Verdict(StrEnum):
    """What the client says to “does it work again”."""

    WORKS = "works"
    NOT_YET = "not_yet"


WORKS: Final = frozenset(
    {
        *("1", "好了", "好的了", "已好", "可以了", "能用了", "正常了", "已正常", "恢复了", "已恢复", "已经恢复"),
        *("已解决", "解决了", "已完成", "完成了", "办好了", "已办好", "works", "it works", "ok", "yes"),
    }
)
NOT_YET: Final = frozenset(
    {
        *("2", "不行", "还不行", "还是不行", "没好", "还没好", "没有恢复", "未恢复", "没恢复", "未解决", "没解决"),
        *("不能用", "未完成", "没完成", "还没完成", "没办好", "还没办好", "no", "not yet", "does not work"),
    }
)
_LONGEST: Final = 40
_PLAIN: Final = str.maketrans("１２", "12")


def verdict_in(words: str) -> Verdict | None:
    """Return the answer that a reply gives beyond doubt; None where a person must read it.

    A first line of `1` or `2` alone decides, whatever stands below. Any other wording decides only as the whole of
    what was said, for “it works, but…” is no confirmation.
    """
    lines = _unsigned(split_quoted(words).own)
    said = [one.strip() for one in lines if one.strip() and not _QUOTED.match(one)]
    if not said:
        return None
    first = said[0].translate(_PLAIN)
    if first in {"1", "2"}:
        return Verdict.WORKS if first == "1" else Verdict.NOT_YET
    whole = _bare(" ".join(said))
    if len(whole) > _LONGEST:
        return None
    return Verdict.WORKS if whole in WORKS else Verdict.NOT_YET if whole in NOT_YET else None


def _unsigned(words: str) -> list[str]:
    lines = words.split("\n")
    at = next((number for number, line in enumerate(lines) if _SIGNATURE.match(line)), len(lines))
    return lines[:at]


def _bare(text: str) -> str:
    """Return a text without marks around it, full-width digits as plain ones."""
    plain = text.translate(_PLAIN).casefold()
    return re.sub(r"^[\s\W]+|[\s\W]+$", "", re.sub(r"\s+", " ", plain))
