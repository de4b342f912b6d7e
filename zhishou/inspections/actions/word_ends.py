"""The second half of the Word report: findings, users, history, conclusion, photographs, signatures."""

from collections.abc import Mapping
from typing import Final

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from zhishou.inspections.actions.word_parts import (
    COLOURS,
    FAINT,
    INK,
    Words,
    grid,
    heading,
    line,
    more,
    nothing,
    picture,
    put,
    say,
)
from zhishou.inspections.rules.document import Document, FindingLine

NONE: Final = "——"


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
    added = line(word, Words(text=f"【{one.severity_name}】", colour=colour, is_head=True, size=10.5), before=8)
    added.paragraph_format.keep_with_next = True
    say(added, Words(text=f"问题 {one.number}：{one.title}", url=one.url, is_head=True, size=10.5, colour=INK))
    rows = (
        ("对象", one.object, "较上次", one.change_name),
        ("观测值", one.observed or NONE, "限值", one.limit or NONE),
        ("责任人", one.responsible, "完成期限", one.due_on),
        ("首次发现", one.first_seen, "工单", one.ticket),
    )
    made = grid(word, [[Words(text=text) for text in row] for row in rows], widths=(22, 61, 22, 61), shaded=(0, 2))
    cells = more(made)
    put(cells[0], Words(text="建议"))
    whole = cells[1].merge(cells[3])
    put(whole, Words(text=f"{one.advice or NONE}{f'（参考：{one.link}）' if one.link else ''}"))


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
        grid(word, changes, widths=(18, 26, 42, 40, 40), header=("变化", "对象", "检查项", "上次", "本次"))


def _photographs(word: Word, document: Document, photographs: Mapping[str, bytes]) -> None:
    if not document.photos:
        return
    heading(word, "附：现场照片")
    made = word.add_table(rows=0, cols=2)
    for number, one in enumerate(document.photos):
        if number % 2 == 0:
            cells = made.add_row().cells
        where = cells[number % 2].paragraphs[0]
        where.alignment = WD_ALIGN_PARAGRAPH.CENTER
        picture(where, photographs[one.sha256], width=72)
        words = Words(text=f"图 {number + 1}　{one.item}　{one.name}", colour=FAINT, size=8.5)
        below = cells[number % 2].add_paragraph()
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER
        say(below, words)


def _signatures(word: Word, document: Document, pictures: Mapping[str, bytes]) -> None:
    heading(word, "十、签字确认")
    made = word.add_table(rows=1, cols=2)
    made.style = "Table Grid"
    ours, theirs = made.rows[0].cells
    signed = document.signed
    put(ours, Words(text="服务单位", is_head=True, size=10.5, colour=INK))
    for text in (
        f"巡检工程师：{document.engineer}",
        *(f"{one.step}：{f'{one.name}　{one.on}' if one.name else NONE}" for one in document.hands),
        document.vendor,
    ):
        say(ours.add_paragraph(), Words(text=text, size=9.5))
    put(theirs, Words(text="委托单位", is_head=True, size=10.5, colour=INK))
    if signed.name:
        if signed.opinion:
            say(theirs.add_paragraph(), Words(text=f"意见：{signed.opinion}", size=9.5))
        where = theirs.add_paragraph()
        where.alignment = WD_ALIGN_PARAGRAPH.CENTER
        picture(where, pictures["hand"], width=46)
        texts = [f"签字人：{signed.name}（{signed.office}）", f"签字时间：{signed.at}"]
        for text in texts:
            say(theirs.add_paragraph(), Words(text=text, size=9.5))
        say(theirs.add_paragraph(), Words(text=f"签字摘要 {signed.digest[:32]}", size=7, colour=FAINT))
    else:
        say(theirs.add_paragraph(), Words(text=f"未签字说明：{signed.unsigned_reason or NONE}", size=9.5))
    say(theirs.add_paragraph(), Words(text=document.client, size=9.5))
    for cell in (ours, theirs):
        cell.width = Mm(83)
