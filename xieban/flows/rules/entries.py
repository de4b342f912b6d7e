"""What was typed into the fields of a node: as a form shows it, and as the engine takes it; pure.

People and departments are typed as words that only the directory understands, so they are read by the queries.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from xieban.flows.rules.expressions import Value
from xieban.flows.rules.filling import LONGEST
from xieban.flows.rules.model import Field, FieldKind
from xieban.flows.rules.words import Words

OFFICE_ZONE: Final = ZoneInfo("Asia/Shanghai")
FIRST_YEAR, LAST_YEAR = 2000, 2100
NUMBER: Final = re.compile(r"[+-]?\d{1,9}(\.\d{1,4})?")


class Wrong(StrEnum):
    """What is the matter with something that was typed."""

    MISSING = "missing"
    NO_NUMBER = "no_number"
    NO_DATE = "no_date"
    NO_MOMENT = "no_moment"
    NO_CHOICE = "no_choice"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    NOBODY = "nobody"
    SEVERAL = "several"
    NO_DEPARTMENT = "no_department"


WRONG_WORDS: Final[Mapping[Wrong, Words]] = {
    Wrong.MISSING: ("请填写这一项。", "Fill this in."),
    Wrong.NO_NUMBER: ("请填写数字，例如 3 或 2.5。", "Write a number, e.g. 3 or 2.5."),
    Wrong.NO_DATE: ("请填写日期，例如 2026-03-15。", "Write a date, e.g. 2026-03-15."),
    Wrong.NO_MOMENT: (
        "请填写日期和时间，例如 2026-03-15 09:00。",
        "Write a date and a time, e.g. 2026-03-15 09:00.",
    ),
    Wrong.NO_CHOICE: ("请从给出的选项中选择一项。", "Choose one of what is offered."),
    Wrong.TOO_LONG: (f"最多 {LONGEST} 个字。", f"{LONGEST} characters at most."),
    Wrong.UNREADABLE: (
        "含有无法保存的字符，请删去后再试。",
        "It holds characters that cannot be kept. Remove them.",
    ),
    Wrong.NOBODY: ("找不到其中有的人，请从名单中选择。", "Somebody of these is not here. Choose from the list."),
    Wrong.SEVERAL: ("有重名，请用账号名指明是哪一位。", "Several people have such a name: use the account name."),
    Wrong.NO_DEPARTMENT: ("其中有已撤销的处室，请重新选择。", "One of these departments is closed. Choose again."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What one field came to: its value, or what is wrong with it."""

    value: Value = None
    wrong: Wrong | None = None


def read_entry(field: Field, typed: str) -> Read:
    """Read one field of text, number, date, choice or yes-and-no."""
    text = typed.strip()
    if field.kind is FieldKind.YES_NO:
        return Read(value=text not in {"", "0", "false"})
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        return Read(wrong=Wrong.UNREADABLE)
    if not text:
        return Read(wrong=Wrong.MISSING) if field.required else Read(value="")
    return _READ[field.kind](field, text)


def _number(field: Field, text: str) -> Read:
    del field
    if not NUMBER.fullmatch(text):
        return Read(wrong=Wrong.NO_NUMBER)
    return Read(value=float(text) if float(text) % 1 else int(float(text)))


def _date(field: Field, text: str) -> Read:
    del field
    try:
        return Read(value=date.fromisoformat(text).isoformat())
    except ValueError:
        return Read(wrong=Wrong.NO_DATE)


def _moment(field: Field, text: str) -> Read:
    """Read a moment of the office's own clock; it is kept with its zone."""
    del field
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return Read(wrong=Wrong.NO_MOMENT)
    if found.tzinfo is not None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        return Read(wrong=Wrong.NO_MOMENT)
    return Read(value=found.replace(tzinfo=OFFICE_ZONE, second=0, microsecond=0).isoformat())


def _choice(field: Field, text: str) -> Read:
    return Read(value=text) if text in field.options else Read(wrong=Wrong.NO_CHOICE)


def _text(field: Field, text: str) -> Read:
    del field
    return Read(value=text) if len(text) <= LONGEST else Read(wrong=Wrong.TOO_LONG)


_READ: Final = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.MOMENT: _moment,
    FieldKind.CHOICE: _choice,
}
