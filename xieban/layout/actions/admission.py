"""What the layout refuses to set, each refusal in words for the person who wrote the document."""

import unicodedata

from jishi.refusals.door import Invalid, Refusal
from xieban.layout.rules.body import Table, texts
from xieban.layout.rules.document import Document
from xieban.layout.rules.words import Form, SignOff

_LONGEST_TITLE = 120
_LARGEST_COPY_NUMBER = 999_999
_YEARS = range(1000, 10_000)


class SecretDocument(Refusal):
    """A document with a secrecy grade is not handled here: it may only travel the ways that the law names."""


class NoIssuer(Invalid):
    """The document has no issuing body."""


class NoTitle(Invalid):
    """The document has no title."""


class AttachmentWithoutTitle(Invalid):
    """An attachment has no title."""


class TitleTooLong(Invalid):
    """The title has more than %(most)s characters, which no title of an official document can have."""


class NoBody(Invalid):
    """The document has no body."""


class WrongNumber(Invalid):
    """The document number needs the body's code, a year and a number from 1 up."""


class WrongCopyNumber(Invalid):
    """The copy number is a number of at most six digits."""


class MinutesNeedMark(Invalid):
    """Minutes need their own heading that ends in 纪要."""


class StampMissing(Invalid):
    """The document is to bear a signature stamp, but there is none, or more than one body issues it."""


class SealMissing(Invalid):
    """The document is to bear seals, but %(names)s has none."""


class SealTooWide(Invalid):
    """A seal or stamp must be 10 to 52 millimetres wide; this one is %(width)s."""


class SpecialCharacter(Invalid):
    """The text holds the character %(code)s, which cannot be printed."""


class UnevenTable(Invalid):
    """A table's rows do not have the same number of columns."""


def admit(document: Document) -> None:
    """Refuse a document that cannot be set; return when it can."""
    if document.secrecy:
        raise SecretDocument
    _admit_head(document)
    _admit_signing(document)
    if not document.body:
        raise NoBody
    _admit_text(document)
    bodies = (document.body, *(one.body for one in document.attachments))
    if any(isinstance(block, Table) and not block.even for body in bodies for block in body):
        raise UnevenTable


def _admit_head(document: Document) -> None:
    if not document.issuers or any(not name.strip() for name in document.names):
        raise NoIssuer
    if document.form is Form.MINUTES:
        if not document.mark.endswith("纪要"):
            raise MinutesNeedMark
    elif document.form is not Form.ORDER and not document.title.strip():
        raise NoTitle
    if len(document.title) > _LONGEST_TITLE or any(len(one.title) > _LONGEST_TITLE for one in document.attachments):
        raise TitleTooLong(most=_LONGEST_TITLE)
    if any(not one.title.strip() for one in document.attachments):
        raise AttachmentWithoutTitle
    number = document.number
    if number and (number.serial < 1 or (number.year is not None and not (number.code and number.year in _YEARS))):
        raise WrongNumber
    if document.copy_number is not None and not 0 < document.copy_number <= _LARGEST_COPY_NUMBER:
        raise WrongCopyNumber


def _admit_signing(document: Document) -> None:
    pictures = []
    if document.sign_off is SignOff.STAMP:
        if document.stamp is None or len(document.issuers) > 1:
            raise StampMissing
        pictures.append(document.stamp.picture)
    if document.sign_off is SignOff.SEAL:
        bare = [issuer.name for issuer in document.issuers if issuer.seal is None]
        if bare:
            raise SealMissing(names="、".join(bare))
        pictures += [issuer.seal for issuer in document.issuers if issuer.seal]
    for picture in pictures:
        if not 10 <= picture.width <= 52:  # noqa: PLR2004 - three 52 mm fields fill the 版心
            raise SealTooWide(width=picture.width)


def words_of(document: Document) -> list[str]:
    """Return every text that is printed."""
    return [
        document.title.replace("\n", ""), document.mark, document.note, document.printer, *document.names,
        *document.signers, *(issuer.signs_as for issuer in document.issuers),
        *document.addressees, *document.copies_to,
        *(one for line in document.attendance for one in (line.label, line.names)),
        *(text for _, text in texts(document.body)),
        *(one.title.replace("\n", "") for one in document.attachments),
        *(text for one in document.attachments for _, text in texts(one.body)),
        document.stamp.post if document.stamp else "", document.number.code if document.number else "",
    ]  # fmt: skip


def _admit_text(document: Document) -> None:
    for text in words_of(document):
        for char in text:
            kind = unicodedata.category(char)
            if kind in {"Cc", "Co", "Cs", "Cn"} and char not in "\n\t":
                raise SpecialCharacter(code=f"U+{ord(char):04X}")
