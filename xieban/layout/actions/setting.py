"""Turns a document into the data that the template reads: words and lengths, never code."""

from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Final, TypedDict

from xieban.layout.queries.fonts import Shelf
from xieban.layout.rules.body import Block, Heading, Listing, Paragraph, Run, Table, lines_of, text_of
from xieban.layout.rules.document import Document, mark_lines, written
from xieban.layout.rules.numbers import Numbers, in_points
from xieban.layout.rules.titles import title_lines, width_of
from xieban.layout.rules.words import Face, Form

_LEAST_MARK: Final = 36.0  # points; a longer mark is set narrower, not smaller
_LEAST_NARROW: Final = 0.6
_WIDEST_COLUMN: Final = 16.0  # characters from which a cell is broken
_MARK_ROOM: Final = 90.0  # millimetres that a joint mark may take of the first page


class MarkData(TypedDict):
    lines: tuple[str, ...]
    suffix: str
    size: float
    narrow: float
    widest: float


class Bound(StrEnum):
    """What goes over to the signature's page, so that it has text beside it."""

    NOTHING = ""
    LINE = "line"  # the last line of the text, and 附件说明
    NOTE = "note"  # only 附件说明


def mark_of(document: Document, numbers: Numbers) -> MarkData:
    """Return the red head's lines, size and narrowing: as large as the line allows, never wider than the 版心."""
    lines, suffix = mark_lines(document)
    room = in_points(numbers.width)
    widest = max(width_of(line) for line in lines)
    whole = widest + (0.25 + width_of(suffix) if suffix else 0)
    most = min(
        numbers.mark_most, in_points(_MARK_ROOM) / (1.4 * len(lines)) if len(lines) > 1 else numbers.mark_most
    )
    size = min(most, room / whole)
    if size >= _LEAST_MARK or most < _LEAST_MARK:
        return MarkData(lines=lines, suffix=suffix, size=size, narrow=1, widest=widest)
    narrow = max(_LEAST_NARROW, room / (whole * _LEAST_MARK))
    return MarkData(
        lines=lines, suffix=suffix, size=min(_LEAST_MARK, room / (whole * narrow)), narrow=narrow, widest=widest
    )


def runs_data(runs: Sequence[Run]) -> list[dict[str, str | bool]]:
    return [{name: value for name, value in asdict(run).items() if value} for run in runs if run.text]


def block_data(block: Block) -> list[dict[str, object]]:
    """Return a block as the template's paragraphs, headings and tables."""
    if isinstance(block, Heading):
        return [
            {"kind": "heading", "level": block.level, "runs": runs_data(block.runs), "rest": runs_data(block.rest)}
        ]
    if isinstance(block, Paragraph):
        return [{"kind": "paragraph", "runs": runs_data(block.runs)}]
    if isinstance(block, Listing):
        return [
            {"kind": "paragraph", "runs": runs_data((Run(text=numeral), *runs))}
            for numeral, runs in lines_of(block)
        ]
    rows = [
        [
            {
                "runs": runs_data(cell.runs),
                "columns": cell.columns,
                "rows": cell.rows,
            }
            for cell in row
        ]
        for row in block.rows
    ]
    return [{"kind": "table", "rows": rows, "heads": block.heads, "widths": column_widths(block)}]


def column_widths(table: Table) -> list[float]:
    """Return the columns' shares: by their longest text, between a fair least and most."""
    longest = [2.0] * table.width
    for _row, column, cell in table.placed():
        if cell.columns == 1:
            longest[column] = max(longest[column], min(_WIDEST_COLUMN, width_of(text_of(cell.runs))))
    return [one + 1.5 for one in longest]


def blocks_data(blocks: tuple[Block, ...]) -> list[dict[str, object]]:
    return [one for block in blocks for one in block_data(block)]


def faces_data(shelf: Shelf) -> dict[str, dict[str, object]]:
    """Return each face's families, best first, and the weight that its best font has."""
    found: dict[str, dict[str, object]] = {}
    for face in Face:
        line = shelf.line(face)
        found[face.value] = {"families": [font.family for font in line], "weight": line[0].weight if line else 400}
    return found


class DegreeData(TypedDict):
    text: str
    face: str
    row: int


def degrees_of(document: Document) -> list[DegreeData]:
    """Return 份号 and 紧急程度 with the line each stands on; line 1 stays blank where there is no 份号."""
    rows: list[DegreeData] = []
    if document.copy_number is not None:
        rows.append({"text": f"{document.copy_number:06d}", "face": Face.TEXT.value, "row": 0})
    if document.urgency:
        rows.append({"text": document.urgency.value, "face": Face.HEI.value, "row": 1})
    return rows


def signer_rows(signers: tuple[str, ...]) -> list[list[str]]:
    return [list(signers[place : place + 2]) for place in range(0, len(signers), 2)]


class ToData(TypedDict):
    label: str
    names: str


class ImprintData(TypedDict):
    to: list[ToData]
    printer: str
    printed: str


def imprint_of(document: Document, *, moved: bool) -> ImprintData:
    """Return 版记; 主送 stands in it when it was too long for the first page."""
    to: list[ToData] = []
    if moved:
        to.append({"label": "主送", "names": "，".join(document.addressees) + "。"})
    if document.copies_to:
        to.append({"label": "抄送", "names": "，".join(document.copies_to) + "。"})
    printed = f"{written(document.printed_on)}印发" if document.printed_on else ""
    return {"to": to, "printer": "" if document.form is Form.LETTER else document.printer, "printed": printed}


def titles_of(title: str, document: Document, numbers: Numbers) -> list[str]:
    """Return a title's lines; a full line of 2号 holds twenty characters, one less looks better."""
    most = int(in_points(numbers.width) / numbers.title) - 1
    return list(title_lines(title=title, most=most, words=document.names)) if title else []


def attachments_of(document: Document, numbers: Numbers) -> list[dict[str, object]]:
    """Return the attachments that are set with the text; what goes along as a file gets no empty page."""
    several = len(document.attachments) > 1
    return [
        {
            "label": f"附件{place}" if several else "附件",
            "title": titles_of(one.title, document, numbers),
            "body": blocks_data(one.body),
        }
        for place, one in enumerate(document.attachments, start=1)
        if one.body
    ]


def data_of(
    document: Document, *, numbers: Numbers, shelf: Shelf, moved: bool, bound: Bound, pictures: dict[str, str]
) -> dict[str, object]:
    """Return everything the template needs. `pictures` gives the file names of the seals and the stamp.

    `bound` says what is taken over to the signature's page.
    """
    several = len(document.attachments) > 1
    return {
        "form": document.form.value,
        "numbers": {**asdict(numbers), "right": numbers.right, "bottom": numbers.bottom},
        "faces": faces_data(shelf),
        "about": {
            "title": document.title.replace("\n", "") or "".join(mark_lines(document)[0]),
            "author": "、".join(document.names),
            "year": document.issued_on.year,
            "month": document.issued_on.month,
            "day": document.issued_on.day,
        },
        "mark": mark_of(document, numbers),
        "degrees": degrees_of(document),
        "number": str(document.number) if document.number else "",
        "signers": signer_rows(document.signers),
        "title": [] if document.form is Form.ORDER else titles_of(document.title, document, numbers),
        "bound": bound.value,
        "addressees": "" if moved or not document.addressees else "，".join(document.addressees) + "：",
        "body": blocks_data(document.body),
        "attachment_note": [
            {"numeral": f"{place}." if several else "", "title": one.title.replace("\n", "")}
            for place, one in enumerate(document.attachments, start=1)
        ],
        "attendance": [asdict(one) for one in document.attendance],
        "sign_off": document.sign_off.value,
        "signatures": [
            {
                "name": issuer.signs_as,
                **(
                    {"seal": {"file": pictures[f"seal-{place}"], "width": issuer.seal.width}}
                    if issuer.seal and f"seal-{place}" in pictures
                    else {}
                ),
            }
            for place, issuer in enumerate(document.issuers)
        ],
        "stamp": {
            "post": document.stamp.post,
            "file": pictures["stamp"],
            "width": document.stamp.picture.width,
        }
        if document.stamp and "stamp" in pictures
        else None,
        "date": written(document.issued_on),
        "note": document.note,
        "attachments": attachments_of(document, numbers),
        "imprint": imprint_of(document, moved=moved),
    }
