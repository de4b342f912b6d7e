"""The report as a Word file, from the frozen document alone: the same words, figures and pictures as the PDF."""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import docx
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from jishi.typesetting.door import settled
from zhishou.inspections.actions.pdf import chart_name
from zhishou.inspections.actions.word_ends import add_ends
from zhishou.inspections.actions.word_parts import (
    COLOURS,
    FAINT,
    INK,
    LINK,
    Words,
    field,
    grid,
    heading,
    line,
    next_page,
    nothing,
    picture,
    prepare_styles,
    say,
)
from zhishou.inspections.rules.document import Document, Line, Place

CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
NONE: Final = "——"


def render_word(
    document: Document, *, pictures: Mapping[str, bytes], photographs: Mapping[str, bytes], at: datetime
) -> bytes:
    """Return the report as .docx. The same document gives the same bytes."""
    word = docx.Document()
    prepare_styles(word)
    _about(word, document, at=at)
    _page(word, document)
    _cover(word, document)
    _control(word, document)
    _basics(word, document)
    _summary(word, document)
    _topology(word, document, pictures)
    heading(word, "四、巡检明细")
    for place in document.places:
        _place(word, place)
    _charts(word, document, pictures)
    add_ends(word, document, pictures=pictures, photographs=photographs)
    raw = io.BytesIO()
    word.save(raw)
    return settled(raw.getvalue())


def _about(word: Word, document: Document, *, at: datetime) -> None:
    about = word.core_properties
    about.title = f"{document.system}{document.title} {document.number}"
    about.author = about.last_modified_by = document.vendor
    about.created = about.modified = at.replace(tzinfo=None, microsecond=0)
    about.comments, about.language = "", "zh-CN"


def _named(document: Document) -> str:
    return f"{document.number}　{_version(document)}"


def _version(document: Document) -> str:
    return f"第 {document.version} 版" if document.version else "草稿，未签发"


def _page(word: Word, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(25), Mm(20)
    section.different_first_page_header_footer = True
    top = section.header.paragraphs[0]
    top.text = ""
    words = f"{document.system}　{document.title}　　{_named(document)}"
    say(top, Words(text=words, size=8.5, colour=FAINT))
    bottom = section.footer.paragraphs[0]
    bottom.alignment = CENTRE
    field(bottom, "PAGE")
    bottom.add_run(" / ")
    field(bottom, "NUMPAGES")


def _cover(word: Word, document: Document) -> None:
    line(word, Words(text=f"编号：{_named(document)}", colour=FAINT), align=RIGHT, after=110)
    line(word, Words(text=document.client, colour=FAINT, is_head=True, size=15), align=CENTRE, after=14)
    for text in (document.system, document.title):
        line(word, Words(text=text, colour=INK, is_head=True, size=25), align=CENTRE, after=6)
    line(word, Words(text=f"{document.kind}　{document.round_key}", colour=LINK, size=13), align=CENTRE, before=10)
    facts = (
        ("委托单位", document.client),
        ("服务单位", document.vendor),
        ("所属合同", document.contract),
        ("巡检日期", document.begun_at[:10]),
        ("签发日期", document.issued_on or NONE),
    )
    for place, (name, value) in enumerate(facts):
        added = line(
            word, Words(text=f"{name}　　", colour=FAINT, size=11), before=190 if not place else 0, after=6
        )
        added.paragraph_format.left_indent = Mm(34)
        say(added, Words(text=value, size=11))
    next_page(word)


def _control(word: Word, document: Document) -> None:
    heading(word, "文档控制")
    grid(
        word,
        [_row(one.step, one.name or NONE, one.office or NONE, one.on) for one in document.hands],
        widths=(24, 48, 52, 40),
        header=("环节", "姓名", "职务", "日期"),
    )
    heading(word, "版本记录", level=2)
    if document.versions:
        grid(
            word,
            [_row(f"第 {one.number} 版", one.on, one.by, one.reason) for one in document.versions],
            widths=(24, 36, 36, 68),
            header=("版本", "签发日期", "签发人", "说明"),
        )
    else:
        nothing(word, "尚未签发。")
    words = (
        "报告签发后各项数字即冻结，编号和摘要记入存证账本；以后的版本与本版并存，不替换本版。"
        "表中读数可点击，直达其来源记录。"
    )
    line(word, Words(text=words, colour=FAINT))
    next_page(word)


def _row(*texts: str) -> list[Words]:
    return [Words(text=text) for text in texts]


def _basics(word: Word, document: Document) -> None:
    heading(word, "一、基本信息")
    pairs = (
        ("委托单位", document.client, "服务单位", document.vendor),
        ("所属合同", document.contract, "合同编号", document.contract_code),
        ("巡检对象", document.system, "系统说明", document.system_version or NONE),
        ("巡检计划", document.plan, "巡检方式", document.kind),
        ("巡检编号", f"第 {document.round_number} 次（{document.round_key}）", "巡检工程师", document.engineer),
        ("计划时间", document.planned_for, "巡检地点", document.place or NONE),
        ("到场时间", document.begun_at, "结束时间", document.closed_at),
        ("采集区间", document.measured, "巡检表", f"{document.sheet} {document.sheet_digest}"),
    )
    grid(word, [_row(*pair) for pair in pairs], widths=(24, 59, 24, 59), shaded=(0, 2))
    if document.scope:
        heading(word, "目的与范围", level=2)
        line(word, Words(text=document.scope, size=10.5))


def _summary(word: Word, document: Document) -> None:
    heading(word, "二、总体情况")
    score = document.summary
    tone = COLOURS["unknown" if score.value is None else "normal" if score.value >= 60 else "critical"]  # noqa: PLR2004 - passed
    value = NONE if score.value is None else str(score.value)
    said = Words(text=f"综合评分　{value}　{score.grade}", colour=tone, is_head=True, size=18)
    line(word, said, align=CENTRE, before=4, after=8)
    other = score.noted + score.not_applicable
    figures = (score.items, score.normal, score.abnormal, score.unknown, other)
    grid(word, [_row(*map(str, figures))], widths=(33,) * 5, header=("检查项", "正常", "异常", "未知", "其他"))
    found = (score.critical, score.high, score.medium, score.low, score.hint)
    grid(word, [_row(*map(str, found))], widths=(33,) * 5, header=("严重", "高", "中", "低", "提示"))
    words = f"评分 = 100 − 各问题权重之和（严重 30、高 10、中 4、低 1），本次扣 {score.lost} 分"
    words += f"；{score.cap_words}。" if score.cap_words else "。"
    line(word, Words(text=f"{words}未知不等于正常，单独列出。", colour=FAINT))


def _topology(word: Word, document: Document, pictures: Mapping[str, bytes]) -> None:
    heading(word, "三、系统拓扑")
    if "topology" not in pictures:
        nothing(word, "该系统尚未登记组件。")
        return
    added = word.add_paragraph()
    added.alignment = CENTRE
    widest = max(node.column for node in document.nodes) + 1
    picture(added, pictures["topology"], width=min(160, widest * 42))
    words = "上方组件依赖下方组件。绿色为正常，红色为异常，灰色虚线为未知（没有检查到）。"
    line(word, Words(text=words, colour=FAINT))


def _place(word: Word, place: Place) -> None:
    heading(word, f"{place.name}　{place.counts}", level=2)
    grid(
        word,
        [_line(one) for one in place.lines],
        widths=(14, 36, 36, 36, 15, 15, 14),
        header=("编号", "检查项", "读数", "限值", "时间窗", "结论", "较上次"),
    )


def _line(one: Line) -> list[Words]:
    outcome = f"{one.outcome_name}·{one.severity_name}" if one.severity else one.outcome_name
    return [
        Words(text=one.code, size=8),
        Words(text=one.name),
        Words(
            text=one.reading, url=one.url, colour=COLOURS.get(one.outcome, "") if one.outcome != "normal" else ""
        ),
        Words(text=one.limit, size=8.5),
        Words(text=one.window, size=8.5),
        Words(text=outcome, colour=COLOURS.get(one.severity or one.outcome, FAINT), is_head=True, size=8.5),
        Words(text=one.change_name, colour=COLOURS.get(one.change, FAINT), size=8.5),
    ]


def _charts(word: Word, document: Document, pictures: Mapping[str, bytes]) -> None:
    heading(word, "五、本周期运行曲线")
    if not document.charts:
        nothing(word, "本周期没有可绘制的连续数据。")
        return
    made = word.add_table(rows=0, cols=2)
    for place in range(len(document.charts)):
        if place % 2 == 0:
            cells = made.add_row().cells
        picture(cells[place % 2].paragraphs[0], pictures[chart_name(place)], width=80)
    words = "曲线中断处为没有数据；橙色虚线为警告限值，红色虚线为严重限值。"
    if document.charts_left_out:
        words += f"另有 {document.charts_left_out} 项有连续数据，见系统内记录。"
    line(word, Words(text=words, colour=FAINT))
