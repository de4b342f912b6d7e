"""The report as a Word file, from the frozen document alone: the same words, figures and pictures as the PDF."""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import docx
from docx.document import Document as Word
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from jishi.typesetting.door import settled
from zhishou.inspections.actions.pdf import chart_name
from zhishou.inspections.actions.word_contents import UNCOUNTED, add_contents, field
from zhishou.inspections.actions.word_ends import add_ends
from zhishou.inspections.actions.word_parts import (
    COLOURS,
    FAINT,
    INK,
    LINK,
    RULE,
    TINT,
    Words,
    bare,
    edge,
    finish,
    grid,
    heading,
    hold,
    lighter,
    line,
    more,
    nothing,
    picture,
    prepare_styles,
    put,
    say,
    shade,
    under,
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
    before_contents = _control(word, document)
    _basics(word, document)
    _summary(word, document)
    _topology(word, document, pictures)
    heading(word, "四、巡检明细")
    for place in document.places:
        _place(word, place)
    _charts(word, document, pictures)
    add_ends(word, document, pictures=pictures, photographs=photographs)
    add_contents(word, after=before_contents)
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
    section.header_distance, section.footer_distance = Mm(13), Mm(11)
    top = section.header.paragraphs[0]
    for stop in list(top.paragraph_format.tab_stops) or ():
        stop.position = Mm(0)
    top.style = word.styles["Normal"]
    top.paragraph_format.tab_stops.add_tab_stop(Mm(166), WD_TAB_ALIGNMENT.RIGHT)
    words = f"{document.system}　{document.title}\t{_named(document)}"
    say(top, Words(text=words, size=8.5, colour=FAINT))
    under(top, colour=RULE, eighths=4)
    bottom = section.footer.paragraphs[0]
    bottom.style, bottom.alignment = word.styles["Normal"], CENTRE
    for before, counted, shown in (("第 ", "PAGE", "2"), (" 页　共 ", "NUMPAGES", UNCOUNTED)):
        say(bottom, Words(text=before, size=8.5, colour=FAINT))
        field(bottom, counted, shown=shown)
    say(bottom, Words(text=" 页", size=8.5, colour=FAINT))


def _cover(word: Word, document: Document) -> None:
    line(word, Words(text=f"编号：{_named(document)}", colour=FAINT), align=RIGHT, after=92)
    line(word, Words(text="———", colour=LINK, is_head=True, size=20), align=CENTRE, after=6)
    line(word, Words(text=document.client, colour=FAINT, is_head=True, size=15), align=CENTRE, after=14)
    for text in (document.system, document.title):
        line(word, Words(text=text, colour=INK, is_head=True, size=25), align=CENTRE, after=6)
    line(
        word,
        Words(text=f"{document.kind}　{document.round_key}", colour=LINK, size=13),
        align=CENTRE,
        before=10,
        after=170,
    )
    facts = (
        ("委托单位", document.client),
        ("服务单位", document.vendor),
        ("所属合同", document.contract),
        ("巡检日期", document.begun_at[:10]),
        ("签发日期", document.issued_on or NONE),
    )
    made = bare(word, columns=2, borders="")
    for name, value in facts:
        cells = more(made)
        put(cells[0], Words(text=name, colour=FAINT, size=11)).alignment = RIGHT
        put(cells[1], Words(text=value, size=11))
    finish(made, widths=(34, 112))


def _control(word: Word, document: Document) -> Paragraph:
    """Add the page of document control; return its last paragraph, after which the contents come."""
    heading(word, "文档控制", is_front=True).paragraph_format.page_break_before = True
    grid(
        word,
        [_row(one.step, one.name or NONE, one.office or NONE, one.on) for one in document.hands],
        widths=(24, 48, 58, 36),
        header=("环节", "姓名", "职务", "日期"),
        centred=(0, 3),
    )
    heading(word, "版本记录", level=2)
    if document.versions:
        grid(
            word,
            [_row(f"第 {one.number} 版", one.on, one.by, one.reason) for one in document.versions],
            widths=(24, 36, 36, 70),
            header=("版本", "签发日期", "签发人", "说明"),
            centred=(0, 1),
        )
    else:
        nothing(word, "尚未签发。")
    words = (
        "报告签发后各项数字即冻结，编号和摘要记入存证账本；以后的版本与本版并存，不替换本版。"
        "表中读数可点击，直达其来源记录。"
    )
    return line(word, Words(text=words, colour=FAINT), after=10)


def _row(*texts: str) -> list[Words]:
    return [Words(text=text) for text in texts]


def _basics(word: Word, document: Document) -> None:
    heading(word, "一、基本信息").paragraph_format.page_break_before = True
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
    tone = _tone(score.value)
    made = bare(word, columns=6)
    other = score.noted + score.not_applicable
    counts = (score.items, score.normal, score.abnormal, score.unknown, other)
    found = (score.critical, score.high, score.medium, score.low, score.hint)
    names, degrees = ("检查项", "正常", "异常", "未知", "其他"), ("严重", "高", "中", "低", "提示")
    for texts, size, colours in (
        (names, 9, (INK,) * 5),
        (map(str, counts), 12, (INK,) * 5),
        (degrees, 9, tuple(COLOURS[one] for one in ("critical", "high", "medium", "low", "hint"))),
        (map(str, found), 12, (INK,) * 5),
    ):
        for cell, text, colour in zip(more(made)[1:], texts, colours, strict=True):
            put(cell, Words(text=text, size=size, colour=colour, is_head=True), is_centred=True)
            if size == 9:  # noqa: PLR2004 - a row of names
                shade(cell, TINT)
    finish(made, widths=(40, 25.2, 25.2, 25.2, 25.2, 25.2))
    hold(made, rows=range(3))
    box = made.rows[0].cells[0].merge(made.rows[3].cells[0])
    box.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    edge(box, colour=tone, eighths=8, sides=("top", "left", "bottom", "right"))
    shade(box, lighter(tone))
    for text, size in (("综合评分", 9), (NONE if score.value is None else str(score.value), 26), (score.grade, 11)):
        put(box, Words(text=text, size=size, colour=tone, is_head=True), is_centred=True)
    for one in box.paragraphs:
        one.paragraph_format.space_before = one.paragraph_format.space_after = Mm(0)
    words = f"评分 = 100 − 各问题权重之和（严重 30、高 10、中 4、低 1），本次扣 {score.lost} 分"
    words += f"；{score.cap_words}。" if score.cap_words else "。"
    line(word, Words(text=f"{words}未知不等于正常，单独列出。", colour=FAINT), before=6)


def _tone(value: int | None) -> str:
    if value is None:
        return COLOURS["unknown"]
    steps = ((90, "normal"), (75, "low"), (60, "medium"))
    return COLOURS[next((name for least, name in steps if value >= least), "critical")]


def _topology(word: Word, document: Document, pictures: Mapping[str, bytes]) -> None:
    heading(word, "三、系统拓扑")
    if "topology" not in pictures:
        nothing(word, "该系统尚未登记组件。")
        return
    added = word.add_paragraph()
    added.alignment = CENTRE
    widest = max(node.column for node in document.nodes) + 1
    added.paragraph_format.keep_with_next = True
    said = "，".join(f"{node.name}{node.state_name}" for node in document.nodes)
    picture(added, pictures["topology"], width=min(150, widest * 38), words=f"系统拓扑：{said}")
    words = "上方组件依赖下方组件。绿色为正常，红色为异常，灰色虚线为未知（没有检查到）。"
    line(word, Words(text=words, colour=FAINT))


def _place(word: Word, place: Place) -> None:
    heading(word, place.name, level=2, note=place.counts)
    grid(
        word,
        [row for one in place.lines for row in (_line(one), [Words(text=one.note)]) if one.note or len(row) > 1],
        widths=(14, 38, 34, 33, 15, 18, 14),
        header=("编号", "检查项", "读数", "限值", "时间窗", "结论", "较上次"),
        centred=(5, 6),
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
        Words(text=outcome, colour=COLOURS.get(one.severity or one.outcome, FAINT), is_badge=True),
        Words(text=one.change_name, colour=COLOURS.get(one.change, FAINT), size=8.5),
    ]


def _charts(word: Word, document: Document, pictures: Mapping[str, bytes]) -> None:
    heading(word, "五、本周期运行曲线")
    if not document.charts:
        nothing(word, "本周期没有可绘制的连续数据。")
        return
    made = bare(word, columns=2, borders="")
    for place, one in enumerate(document.charts):
        if place % 2 == 0:
            cells = more(made)
        added = cells[place % 2].paragraphs[0]
        added.paragraph_format.space_after = Mm(1.5)
        words = f"{one.title}：最低 {one.lowest}，平均 {one.mean}，最高 {one.highest} {one.unit}".strip()
        picture(added, pictures[chart_name(place)], width=78, words=words)
    finish(made, widths=(83, 83))
    words = "曲线中断处为没有数据；橙色虚线为警告限值，红色虚线为严重限值。"
    if document.charts_left_out:
        words += f"另有 {document.charts_left_out} 项有连续数据，见系统内记录。"
    line(word, Words(text=words, colour=FAINT))
