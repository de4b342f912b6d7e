"""A document as the layout takes it: the eighteen elements, nothing of where it came from."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from xieban.layout.rules.body import Block
from xieban.layout.rules.words import Form, SignOff, Urgency

FULL_SEAL: Final = 42.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A seal or a signature as a picture, as wide as it shall be printed."""

    content: bytes
    width: float = FULL_SEAL  # millimetres


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """A body that issues the document; `signature` is how it signs, where that is shorter."""

    name: str
    signature: str = ""
    seal: Picture | None = None

    @property
    def signs_as(self) -> str:
        return self.signature or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """发文字号, or 令号 where there is no code; a draft has none."""

    serial: int
    code: str = ""
    year: int | None = None

    def __str__(self) -> str:
        if self.year is None:
            return f"第{self.serial}号"
        return f"{self.code}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """签名章: the signer's post and the picture of the signature."""

    post: str
    picture: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One attachment, printed on pages of its own; without a body it goes along as a file and is only named."""

    title: str
    body: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """One line of the minutes: 出席, 请假 or 列席, and who."""

    label: str
    names: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """All that is printed. A title may carry its own line breaks; without them the layout finds the shape."""

    form: Form = Form.ORDINARY
    issuers: tuple[Issuer, ...]
    title: str = ""
    body: tuple[Block, ...]
    copy_number: int | None = None
    secrecy: str = ""
    urgency: Urgency | None = None
    mark: str = ""
    number: Number | None = None
    signers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    sign_off: SignOff = SignOff.PLAIN
    stamp: Stamp | None = None
    issued_on: date
    note: str = ""
    attendance: tuple[Attendance, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    copies_to: tuple[str, ...] = ()
    printer: str = ""
    printed_on: date | None = None

    @property
    def upward(self) -> bool:
        """Tell whether it goes up: then its signers stand in the head."""
        return bool(self.signers)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(issuer.name for issuer in self.issuers)


def written(day: date) -> str:
    """Write a date as the standard does: Arabic figures, no leading nought."""
    return f"{day.year}年{day.month}月{day.day}日"


def mark_lines(document: Document) -> tuple[tuple[str, ...], str]:
    """Return the red head: its lines, and the word that stands to the right of several of them."""
    if document.mark:
        return (document.mark,), ""
    if document.form is Form.LETTER:
        return (document.issuers[0].name,), ""
    if document.form is Form.ORDER:
        return (f"{document.issuers[0].name}令",), ""
    if len(document.issuers) == 1:
        return (f"{document.issuers[0].name}文件",), ""
    return document.names, "文件"
