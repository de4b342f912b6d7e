"""The checker finds what is wrong: every fault here is planted in a PDF that is right otherwise."""

import io
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import typst
from PIL import Image

from jishi.typesetting.door import BUILT
from xieban.layout.actions import render_pdf
from xieban.layout.queries import CannotMeasure, check_layout
from xieban.layout.rules import NUMBERS, Aspect, Document, Element, Form, Issuer, Report, Verdict, body_of
from xieban.layout.rules.end_checks import end_checks
from xieban.layout.rules.facts import Leaf
from xieban.layout.rules.measuring import leaves_of
from xieban.layout.rules.reading import read
from xieban.layout.tests.samples import (
    ATTACHED,
    LETTER,
    ORDER,
    ORDINARY,
    RED_CROSS,
    SEALED,
    built_shelf,
    document,
    picture,
)


@cache
def right(form: Form, *, attached: bool) -> Report:
    """Return the report of a document that is as it should be."""
    return checked(ATTACHED if attached else {Form.LETTER: LETTER, Form.ORDER: ORDER}.get(form, ORDINARY))


def checked(wanted: Document, **numbers: Any) -> Report:
    """Return the report of a document that was set by other numbers than its form's."""
    pdf = render_pdf(document=wanted, shelf=built_shelf(), numbers=replace(NUMBERS[wanted.form], **numbers)).pdf
    return check_layout(pdf=pdf, form=wanted.form)


@pytest.mark.parametrize(
    ("wanted", "numbers", "element", "aspect"),
    [
        pytest.param(ORDINARY, {"mark_top": 62}, Element.MARK, Aspect.TOP, id="a head 10 mm too high"),
        pytest.param(ORDINARY, {"mark_top": 76}, Element.MARK, Aspect.TOP, id="a head 4 mm too low"),
        pytest.param(ORDINARY, {"mark_gap": 1}, Element.NUMBER, Aspect.GAP, id="one blank line under the head"),
        pytest.param(ORDINARY, {"red_gap": 8}, Element.RED_LINE, Aspect.GAP, id="a red line too far below"),
        pytest.param(ORDINARY, {"red_line": 1.2}, Element.RED_LINE, Aspect.THICKNESS, id="a red line too thick"),
        pytest.param(ORDINARY, {"red_line": 0}, Element.RED_LINE, Aspect.PRESENT, id="no red line"),
        pytest.param(ORDINARY, {"title": 18}, Element.TITLE, Aspect.SIZE, id="a title of 小2号"),
        pytest.param(ORDINARY, {"title_gap": 1}, Element.TITLE, Aspect.GAP, id="one blank line over the title"),
        pytest.param(ORDINARY, {"text_gap": 0}, Element.ADDRESSEES, Aspect.GAP, id="no blank line under the title"),
        pytest.param(ORDINARY, {"text": 14}, Element.BODY, Aspect.SIZE, id="a body of 4号"),
        pytest.param(ORDINARY, {"lines": 26}, Element.BODY, Aspect.PITCH, id="lines too close"),
        pytest.param(ORDINARY, {"lines": 19}, Element.BODY, Aspect.PITCH, id="lines too far apart"),
        pytest.param(ORDINARY, {"chars": 26}, Element.BODY, Aspect.ADVANCE, id="characters too far apart"),
        pytest.param(ORDINARY, {"left": 33}, Element.PAGE, Aspect.LEFT, id="a margin 5 mm too wide"),
        pytest.param(ORDINARY, {"width": 146}, Element.PAGE, Aspect.TYPE_WIDTH, id="text too narrow"),
        pytest.param(ORDINARY, {"top": 45, "height": 217}, Element.PAGE, Aspect.TOP, id="text begins 8 mm too low"),
        pytest.param(ORDINARY, {"page_width": 216}, Element.PAGE, Aspect.WIDTH, id="letter paper"),
        pytest.param(
            ORDINARY, {"number_swapped": True}, Element.PAGE_NUMBER, Aspect.SIDE, id="numbers on wrong sides"
        ),
        pytest.param(ORDINARY, {"number_drop": 12}, Element.PAGE_NUMBER, Aspect.DROP, id="numbers 5 mm too low"),
        pytest.param(ORDINARY, {"number_inset": 3}, Element.PAGE_NUMBER, Aspect.INSET, id="numbers too far inside"),
        pytest.param(ORDINARY, {"small": 10}, Element.PAGE_NUMBER, Aspect.SIZE, id="numbers too small"),
        pytest.param(ORDINARY, {"thin": 0}, Element.IMPRINT, Aspect.RULES, id="a rule of 版记 missing"),
        pytest.param(ORDINARY, {"thick": 0.8}, Element.IMPRINT, Aspect.THICK_RULE, id="a thick rule too thick"),
        pytest.param(ORDINARY, {"thin": 0.5}, Element.IMPRINT, Aspect.THIN_RULE, id="a thin rule too thick"),
        pytest.param(ORDINARY, {"height": 215}, Element.IMPRINT, Aspect.FOOT, id="版记 above the foot"),
        pytest.param(ATTACHED, {"left": 33}, Element.ATTACHMENT, Aspect.LEFT, id="附件 not at the left edge"),
        pytest.param(LETTER, {"mark_top": 40}, Element.MARK, Aspect.TOP, id="a letter's head too low"),
        pytest.param(LETTER, {"letter_gap": 9}, Element.RED_LINE, Aspect.GAP, id="a letter's line too low"),
        pytest.param(LETTER, {"letter_line": 160}, Element.RED_LINE, Aspect.LENGTH, id="a letter's line too short"),
        pytest.param(
            LETTER, {"letter_bottom": 30}, Element.RED_LINE, Aspect.SECOND_LINE, id="its second line too high"
        ),
        pytest.param(ORDER, {"mark_top": 72}, Element.MARK, Aspect.TOP, id="an order's head like an ordinary one"),
    ],
)
def test_a_planted_fault_is_found(
    wanted: Document, numbers: dict[str, Any], element: Element, aspect: Aspect
) -> None:
    wrong = checked(wanted, **numbers)

    fine = right(wanted.form, attached=bool(wanted.attachments))
    assert Verdict.FAIL not in {one.verdict for one in fine.of(element, aspect)}
    assert Verdict.FAIL in {one.verdict for one in wrong.of(element, aspect)}


def test_a_small_shift_is_a_warning() -> None:
    (finding,) = checked(ORDINARY, mark_top=74).of(Element.MARK, Aspect.TOP)

    assert (finding.verdict, finding.asked) == (Verdict.WARN, "72.00")
    assert 73 < float(finding.measured) < 75


def test_a_missing_imprint_fails_where_there_must_be_one() -> None:
    pdf = render_pdf(document=document(copies_to=(), printer="", printed_on=None), shelf=built_shelf()).pdf

    said = {
        expected: [
            one.verdict for one in check_layout(pdf=pdf, imprint=expected).of(Element.IMPRINT, Aspect.PRESENT)
        ]
        for expected in (True, None, False)
    }

    assert said == {True: [Verdict.FAIL], None: [Verdict.WARN], False: []}


def ends(leaves: tuple[Leaf, ...]) -> dict[tuple[Element, Aspect], Verdict]:
    reading = read(leaves=leaves, form=Form.ORDINARY)
    return {(one.element, one.aspect): one.verdict for one in end_checks(reading, imprint=None)}


def test_a_seal_far_from_the_text_and_a_signature_alone_are_found() -> None:
    leaves = leaves_of(render_pdf(document=replace(SEALED, note=""), shelf=built_shelf()).pdf)
    last, seal = leaves[-1], leaves[-1].pictures[0]
    lowered = replace(last, pictures=(replace(seal, top=seal.top + 9, bottom=seal.bottom + 9),))
    bare = replace(last, glyphs=tuple(one for one in last.glyphs if one.baseline > seal.top))

    right, low, alone = (ends((*leaves[:-1], leaf)) for leaf in (last, lowered, bare))

    assert (right[Element.SEAL, Aspect.GAP], right[Element.SIGNATURE, Aspect.ALONE]) == (Verdict.PASS, Verdict.PASS)
    assert low[Element.SEAL, Aspect.GAP] is Verdict.FAIL
    assert alone[Element.SIGNATURE, Aspect.ALONE] is Verdict.FAIL


def test_the_form_is_read_off_the_head() -> None:
    forms = {
        form: check_layout(pdf=render_pdf(document=wanted, shelf=built_shelf()).pdf).form
        for form, wanted in ((Form.ORDINARY, ORDINARY), (Form.LETTER, LETTER), (Form.ORDER, ORDER))
    }

    assert all(form is guessed for form, guessed in forms.items())


def test_fonts_that_stand_in_warn_and_fail_when_strict() -> None:
    pdf = render_pdf(document=ORDINARY, shelf=built_shelf()).pdf

    loose, strict = (
        {one.verdict for one in check_layout(pdf=pdf, strict=how).findings if one.aspect is Aspect.FONT}
        for how in (False, True)
    )

    assert (loose, strict) == ({Verdict.WARN}, {Verdict.FAIL})


FOREIGN = """
#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm))
#set text(font: "Noto Serif SC", size: 16pt, lang: "zh", top-edge: 0.88em, bottom-edge: -0.12em)
#set par(leading: 12pt, spacing: 12pt, justify: true)
#place(top + center, dy: 35mm, text(fill: red, size: 40pt, top-edge: "bounds")[某某市人民政府文件])
#place(top + center, dy: 70mm)[某政发[2026]05号]
#place(top + left, dy: 80mm, line(length: 156mm, stroke: 1pt + red))
#v(95mm)
#align(center, text(size: 22pt)[关于做好防汛工作的通知])
各区县人民政府：

#h(2em)LONG
"""


def test_a_pdf_that_somebody_else_made_is_read_alike() -> None:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(BUILT)])
    pdf = typst.compile(FOREIGN.replace("LONG", "字" * 400).encode(), font_paths=fonts, ignore_system_fonts=True)

    report = check_layout(pdf=pdf)

    def verdict(element: Element, aspect: Aspect) -> set[Verdict]:
        return {one.verdict for one in report.of(element, aspect)}

    assert verdict(Element.PAGE, Aspect.WIDTH) == {Verdict.PASS}
    assert verdict(Element.MARK, Aspect.TOP) == {Verdict.PASS}
    assert verdict(Element.RED_LINE, Aspect.LENGTH) == {Verdict.PASS}
    assert verdict(Element.RED_LINE, Aspect.THICKNESS) == {Verdict.PASS}
    assert verdict(Element.NUMBER, Aspect.FORM) == {Verdict.FAIL}  # [2026]05号
    assert verdict(Element.BODY, Aspect.SIZE) == {Verdict.PASS}
    assert verdict(Element.BODY, Aspect.PITCH) == {Verdict.WARN}  # 28 pt
    assert verdict(Element.IMPRINT, Aspect.PRESENT) == {Verdict.WARN}


def test_of_a_scan_nothing_but_the_paper_is_measured() -> None:
    out = io.BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(out, "PDF", resolution=150)

    report = check_layout(pdf=out.getvalue())

    measured = {one.element for one in report.findings if one.verdict is Verdict.PASS}
    assert measured == {Element.PAGE}
    assert Verdict.NOT_MEASURABLE in {one.verdict for one in report.of(Element.MARK, Aspect.TOP)}
    assert Verdict.NOT_MEASURABLE in {one.verdict for one in report.of(Element.BODY, Aspect.SIZE)}


@pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.7\n%broken"])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(CannotMeasure):
        check_layout(pdf=content)


def test_a_document_that_is_mostly_table_is_judged_by_its_text() -> None:
    rows = "".join(
        f"<tr><td>{place}</td><td>单帐篷</td><td>含二〇二五年结转，由省备灾中心统一调拨到各市</td></tr>"
        for place in range(60)
    )
    body = body_of(f"<p>{'现将物资清单印发给你们。' * 6}</p><table>{rows}</table><p>请遵照执行。</p>")

    report = check_layout(pdf=render_pdf(document=document(body=body), shelf=built_shelf()).pdf)

    assert [one for one in report.findings if one.verdict is Verdict.FAIL] == []


def test_five_seals_in_two_rows_are_judged_by_the_upper_one() -> None:
    names = (RED_CROSS, "江南省教育厅", "江南省民政厅", "江南省卫生健康委员会", "江南省应急管理厅")
    issuers = tuple(Issuer(name=name, seal=picture()) for name in names)

    report = check_layout(
        pdf=render_pdf(document=replace(SEALED, issuers=issuers, note=""), shelf=built_shelf()).pdf
    )

    assert [one.verdict for one in report.of(Element.SEAL, Aspect.GAP)] == [Verdict.PASS]


def test_long_tables_at_the_end_are_not_taken_for_the_imprint() -> None:
    rows = "".join(f"<tr><td>{place}</td><td>帐篷</td></tr>" for place in range(30))

    report = check_layout(
        pdf=render_pdf(document=document(body=body_of(f"<table>{rows}</table>")), shelf=built_shelf()).pdf,
        imprint=True,
    )

    assert [one.verdict for one in report.of(Element.IMPRINT, Aspect.RULES)] == [Verdict.PASS]
