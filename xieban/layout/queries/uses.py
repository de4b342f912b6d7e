"""Says per element which face was asked and which font it gets."""

from collections.abc import Iterator

from xieban.layout.queries.fonts import FontUse, Shelf
from xieban.layout.rules.body import Heading, texts
from xieban.layout.rules.document import Document, mark_lines, written
from xieban.layout.rules.faces import FACE_OF
from xieban.layout.rules.words import Element, Face, SignOff


def uses_of(*, document: Document, shelf: Shelf) -> tuple[FontUse, ...]:
    """Return the fonts of a document's elements, in the order of the page; the body once per face."""
    found = (shelf.use(element=element, face=face, text=text) for element, face, text in _asked(document))
    return tuple(use for use in found if use)


def _asked(document: Document) -> Iterator[tuple[Element, Face, str]]:
    lines, suffix = mark_lines(document)
    signed = document.sign_off is not SignOff.NONE
    plain: list[tuple[Element, str]] = [
        (Element.COPY_NUMBER, f"{document.copy_number:06d}" if document.copy_number is not None else ""),
        (Element.URGENCY, document.urgency.value if document.urgency else ""),
        (Element.MARK, "".join(lines) + suffix),
        (Element.NUMBER, str(document.number) if document.number else ""),
        (Element.SIGNERS, "".join(document.signers)),
        (Element.TITLE, document.title.replace("\n", "")),
        (Element.ADDRESSEES, "，：".join(document.addressees)),
    ]
    for element, text in plain:
        yield element, FACE_OF[element], text
    for face in (Face.HEI, Face.KAI, Face.TEXT):
        yield Element.BODY, face, "".join(_faced(document, face))
    rest: list[tuple[Element, str]] = [
        (Element.ATTACHMENT_NOTE, "".join(one.title for one in document.attachments)),
        (Element.SIGNATURE, "".join(one.signs_as for one in document.issuers) if signed else ""),
        (Element.DATE, written(document.issued_on) if signed else ""),
        (Element.NOTE, document.note),
        (Element.ATTENDANCE, "".join(one.names for one in document.attendance)),
        (Element.ATTACHMENT, "附件0123456789" if any(one.body for one in document.attachments) else ""),
        (Element.COPIES, "".join(document.copies_to)),
        (Element.PRINTING, document.printer),
        (Element.PAGE_NUMBER, "—0123456789"),
    ]
    for element, text in rest:
        yield element, FACE_OF[element], text


def _faced(document: Document, face: Face) -> Iterator[str]:
    wanted = {1: Face.HEI, 2: Face.KAI}
    for body in (document.body, *(one.body for one in document.attachments)):
        for block, text in texts(body):
            level = block.level if isinstance(block, Heading) else 0
            if wanted.get(level, Face.TEXT) is face:
                yield text
