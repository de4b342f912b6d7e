"""The second half of the Word report: findings, users, history, conclusion, photographs, signatures."""

from collections.abc import Mapping, Sequence
from typing import Final

from docx.document import Document as Word
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import _Cell

from zhishou.inspections.actions.word_parts import (
    COLOURS,
    FAINT,
    INK,
    TINT,
    Words,
    bare,
    edge,
    finish,
    grid,
    heading,
    hold,
    line,
    more,
    nothing,
    picture,
    put,
    say,
    shade,
)
from zhishou.inspections.rules.document import Document, FindingLine

NONE: Final = "——"
LONGEST_BESIDE: Final = 40
"""What was seen, where it is longer, has a row of its own."""


def add_ends(
    word: Word, document: Document, *, pictures: Mapping[str, bytes], photographs: Mapping[str, bytes]
) -> None:
    """Add everything from the findings on."""
    heading(word, "六、问题与建议")
    if not document.findings:
        nothing(word, "本次巡检未发现问题。")
    for one in document.findings:
        _finding(word, one)
    _talks(word, document)
    _history(word, document)
    heading(word, "九、结论与建议")
    for text in document.conclusion.split("\n"):
        if text.strip():
            added = line(word, Words(text=text, size=10.5))
            added.paragraph_format.first_line_indent = Pt(21)
    _signatures(word, document, pictures)
    _photographs(word, document, photographs)


def _finding(word: Word, one: FindingLine) -> None:
    colour = COLOURS.get(one.severity, FAINT)
    made = bare(word, columns=4)
    cells = more(made)
    title = put(cells[0].merge(cells[3]), Words(text=one.severity_name, colour=colour, is_badge=True, size=9.5))
    words = f"　问题 {one.number}：{one.title}"
    say(title, Words(text=words, url=one.url, is_head=True, size=10.5, colour=INK))
    seen = ("观测值", one.observed or NONE, "限值", one.limit or NONE)
    is_long = len(one.observed) > LONGEST_BESIDE
    for row in (
        ("对象", one.object, "较上次", one.change_name),
        *((seen[:2], seen[2:]) if is_long else (seen,)),
        ("责任人", one.responsible, "完成期限", one.due_on),
        ("首次发现", one.first_seen, "工单", one.ticket),
    ):
        _facts(more(made), row)
    _facts(more(made), ("建议", f"{one.advice or NONE}{f'（参考：{one.link}）' if one.link else ''}"))
    finish(made, widths=(22, 61, 22, 61))
    hold(made, rows=range(len(made.rows) - 1))
    for made_row in made.rows:
        edge(made_row.cells[0], colour=colour)
    line(word, Words(text="", size=4), after=4)


def _facts(cells: Sequence[_Cell], row: Sequence[str]) -> None:
    """Put names and what they say into a row of four; one alone has all of it."""
    if len(row) == 2:  # noqa: PLR2004 - a name and what it says
        cells = (cells[0], cells[1].merge(cells[3]))
    for place, (cell, text) in enumerate(zip(cells, row, strict=True)):
        _fact(cell, text, is_name=place % 2 == 0)


def _fact(cell: _Cell, text: str, *, is_name: bool = False) -> None:
    put(cell, Words(text=text, colour=FAINT if is_name else ""))
    if is_name:
        shade(cell, TINT)


def _talks(word: Word, document: Document) -> None:
    heading(word, "七、用户回访与指导")
    if not document.talks:
        nothing(word, "本次没有用户回访与指导记录。")
        return
    rows = [
        [
            Words(text=f"{one.whom}　{one.unit}".strip()),
            Words(text=one.about or "使用指导"),
            Words(
                text=f"有问题：{one.words}" if one.has_problem else one.words or "使用正常",
                colour=COLOURS["medium"] if one.has_problem else "",
            ),
            Words(text=one.guidance or NONE),
        ]
        for one in document.talks
    ]
    grid(word, rows, widths=(32, 34, 50, 50), header=("用户", "事项", "用户反映", "指导内容"))


def _history(word: Word, document: Document) -> None:
    heading(word, "八、历史对比")
    rows = []
    for one in document.history:
        figures = (one.critical, one.high, one.medium, one.low, one.unknown)
        texts = (one.key, one.closed_on, one.score, one.grade, *map(str, figures))
        rows.append([Words(text=text, is_head=one.is_this) for text in texts])
    grid(
        word,
        rows,
        widths=(28, 28, 16, 18, 15, 15, 15, 15, 15),
        header=("巡检", "日期", "评分", "评定", "严重", "高", "中", "低", "未知"),
        centred=range(9),
    )
    if len(document.history) < 2:  # noqa: PLR2004 - this one and another
        nothing(word, "这是该计划的首次巡检，没有可比较的记录。")
    elif not document.changes:
        nothing(word, "各项与上次相比没有变化。")
    else:
        changes = [
            [
                Words(text=one.change_name, colour=COLOURS.get(one.change, FAINT), is_head=True),
                *(Words(text=text) for text in (one.object, one.name, one.before, one.now)),
            ]
            for one in document.changes
        ]
        grid(
            word,
            changes,
            widths=(18, 26, 42, 40, 40),
            header=("变化", "对象", "检查项", "上次", "本次"),
            centred=(0,),
        )


def _photographs(word: Word, document: Document, photographs: Mapping[str, bytes]) -> None:
    if not document.photos:
        return
    heading(word, "附：现场照片")
    made = bare(word, columns=2, borders="")
    for number, one in enumerate(document.photos):
        if number % 2 == 0:
            cells = more(made)
        cell = cells[number % 2]
        words = f"图 {number + 1}　{one.item}　{one.name}"
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        picture(cell.paragraphs[0], photographs[one.sha256], width=72, words=words)
        put(cell, Words(text=words, colour=FAINT, size=8.5), is_centred=True)
    finish(made, widths=(83, 83))


def _signatures(word: Word, document: Document, pictures: Mapping[str, bytes]) -> None:
    heading(word, "十、签字确认")
    made = bare(word, columns=2)
    ours, theirs = more(made)
    made.rows[0].height, made.rows[0].height_rule = Mm(56), WD_ROW_HEIGHT_RULE.AT_LEAST
    signed = document.signed
    put(ours, Words(text="服务单位", is_head=True, size=10.5, colour=INK))
    for text in (
        f"巡检工程师：{document.engineer}",
        *(f"{one.step}：{f'{one.name}　{one.on}' if one.name else NONE}" for one in document.hands),
    ):
        put(ours, Words(text=text, size=9.5))
    put(ours, Words(text=document.vendor, size=9.5, colour=FAINT))
    put(theirs, Words(text="委托单位", is_head=True, size=10.5, colour=INK))
    if signed.name:
        if signed.opinion:
            put(theirs, Words(text=f"意见：{signed.opinion}", size=9.5))
        where = theirs.add_paragraph()
        where.alignment = WD_ALIGN_PARAGRAPH.CENTER
        picture(where, pictures["hand"], width=46, words=f"{signed.name}的签字")
        for text in (f"签字人：{signed.name}（{signed.office}）", f"签字时间：{signed.at}"):
            put(theirs, Words(text=text, size=9.5))
        put(theirs, Words(text=f"签字摘要 {signed.digest[:32]}", size=7, colour=FAINT))
    else:
        put(theirs, Words(text=f"未签字说明：{signed.unsigned_reason or NONE}", size=9.5))
    put(theirs, Words(text=document.client, size=9.5, colour=FAINT))
    finish(made, widths=(83, 83))
