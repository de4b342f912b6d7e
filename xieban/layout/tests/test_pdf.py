"""The PDF as it is measured: the numbers of the standard, its special rules, nothing of the text taken as code."""

import hashlib
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from xieban.layout.actions import Rendering, render_pdf
from xieban.layout.actions.setting import column_widths
from xieban.layout.queries import check_layout
from xieban.layout.rules import (
    Aspect,
    Attachment,
    Document,
    Element,
    Issuer,
    Number,
    SignOff,
    Table,
    Verdict,
    body_of,
)
from xieban.layout.rules.facts import lines_of
from xieban.layout.rules.measuring import leaves_of
from xieban.layout.tests.samples import (
    ALL,
    ATTACHED,
    FIRST,
    JOINT,
    LETTER,
    MINUTES,
    ORDINARY,
    RED_CROSS,
    SEALED,
    UPWARD,
    built_shelf,
    document,
    picture,
)

FONTS = "the built fonts stand in for the licensed ones"


def made(wanted: Document) -> Rendering:
    return render_pdf(document=wanted, shelf=built_shelf())


def pages(rendering: Rendering) -> list[list[str]]:
    """Return the lines of every page."""
    return [[line.text for line in lines_of(leaf.glyphs)] for leaf in leaves_of(rendering.pdf)]


@pytest.mark.parametrize("name", ALL)
def test_every_form_keeps_the_numbers(name: str) -> None:
    rendering = made(ALL[name])

    report = check_layout(pdf=rendering.pdf, form=ALL[name].form, imprint=bool(ALL[name].printer) or None)
    wrong = [one for one in report.findings if one.verdict is Verdict.FAIL]
    near = [one for one in report.findings if one.verdict is Verdict.WARN and one.aspect is not Aspect.FONT]
    assert wrong == []
    # An order of three lines has too few to measure the steps of its characters well, and needs no 版记.
    assert {(one.element, one.aspect) for one in near} <= {
        (Element.BODY, Aspect.ADVANCE),
        (Element.IMPRINT, Aspect.PRESENT),
    }


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    rendering = made(document(body=body_of("<p>" + "字" * 28 * 60 + "</p>")))

    full = [line for line in lines_of(leaves_of(rendering.pdf)[1].glyphs) if "字" in line.text]
    assert len(full) == 22
    assert {len(line.glyphs) for line in full} == {28}


def test_equal_documents_are_equal_bytes() -> None:
    first, second = (hashlib.sha256(made(ATTACHED).pdf).hexdigest() for _ in range(2))

    assert first == second


def test_it_says_that_it_is_pdf_a() -> None:
    assert b"pdfaid:part" in made(ORDINARY).pdf


def test_no_text_is_read_as_code() -> None:
    hostile = r'#panic("x") *b* _i_ $x$ `y` \u{41} @z <l> = - + / // ["'
    wanted = document(
        body=body_of(f"<p>{hostile.replace('<', '&lt;')}</p>"),
        note=hostile,
        copies_to=(hostile,),
        issuers=(Issuer(name=RED_CROSS, signature=hostile[:20]),),
    )

    said = "".join(line for page in pages(made(wanted)) for line in page)

    assert said.count(hostile.replace(" ", "")) == 3


@pytest.mark.parametrize("length", range(330, 650, 24))
def test_a_signature_never_stands_alone(length: int) -> None:
    wanted = replace(SEALED, body=body_of(f"<p>{'文' * length}</p>"), note="")

    rendering = made(wanted)

    report = check_layout(pdf=rendering.pdf)
    assert not rendering.signature_alone
    assert [one.verdict for one in report.of(Element.SIGNATURE, Aspect.ALONE)] == [Verdict.PASS]
    assert [one.verdict for one in report.of(Element.SEAL, Aspect.GAP)] == [Verdict.PASS]


SHORT = "<p>请各单位认真落实。</p>"
WHOLE = (
    "<p>现将《应急救援队伍建设办法》印发给你们，请认真贯彻执行，并于2026年12月15日前将落实情况报省红十字会。</p>"
)


@pytest.mark.parametrize(
    ("body", "notes"),
    [
        pytest.param(SHORT * 3, 1, id="lines that stand alone, with an attachment"),
        pytest.param(SHORT * 4, 1, id="one more of them"),
        pytest.param(SHORT * 5, 0, id="lines that stand alone"),
        pytest.param(WHOLE * 2, 1, id="whole lines, with an attachment"),
        pytest.param(SHORT, 3, id="a single line, with attachments"),
    ],
)
def test_text_goes_over_to_the_signature_where_no_squeeze_helps(body: str, notes: int) -> None:
    attachments = tuple(Attachment(title=f"附件之{place}", body=()) for place in range(notes))

    rendering = made(replace(SEALED, body=body_of(body), note="", copy_number=None, attachments=attachments))

    first, second = pages(rendering)[:2]
    assert rendering.text_moved
    assert not rendering.signature_alone
    assert "2026年11月26日" in second
    assert any("落实" in line or "印发" in line for line in first), "the first page keeps text of its own"
    assert not second[0].startswith(("，", "。")), "no line begins with a mark"
    wrong = [one for one in check_layout(pdf=rendering.pdf).findings if one.verdict is Verdict.FAIL]
    assert wrong == []


def test_a_page_that_begins_with_the_attachments_begins_at_its_head() -> None:
    attachments = (Attachment(title="应急救援队伍建设标准", body=()),)
    wanted = replace(SEALED, body=body_of(SHORT * 8), note="", copy_number=None, attachments=attachments)

    rendering = made(wanted)

    assert pages(rendering)[1][0].startswith("附件：")
    (top,) = check_layout(pdf=rendering.pdf).of(Element.PAGE, Aspect.TOP)
    assert top.verdict is Verdict.PASS


def test_the_width_of_short_lines_is_not_measured() -> None:
    wanted = document(body=body_of(SHORT * 4), attachments=(Attachment(title="应急救援队伍建设标准", body=()),))

    (found,) = check_layout(pdf=made(wanted).pdf).of(Element.PAGE, Aspect.TYPE_WIDTH)

    assert found.verdict is Verdict.NOT_MEASURABLE


def test_too_many_addressees_move_to_the_foot() -> None:
    many = tuple(f"江南省第{place}市人民政府及所属各有关部门和直属事业单位" for place in range(1, 20))

    rendering = made(document(addressees=many))

    assert rendering.addressees_moved
    first, *_, last = pages(rendering)
    assert not any(line.startswith("江南省第1市") for line in first)
    assert any(line.startswith("主送：江南省第1市") for line in last)


def test_few_addressees_stay_in_their_place() -> None:
    rendering = made(ORDINARY)

    assert not rendering.addressees_moved
    assert "各市（州）红十字会，省红十字会机关各部室、各直属单位：" in pages(rendering)[0]


def test_a_document_that_goes_up_names_its_signers_two_a_line() -> None:
    first = pages(made(UPWARD))[0]

    assert any(line.endswith("签发人：王建国李卫东") for line in first)
    assert any(line == "江红发〔2026〕5号赵明华" for line in first)


def test_attachments_begin_pages_of_their_own_before_the_imprint() -> None:
    rendering = made(ATTACHED)

    starts = [page[0] for page in pages(rendering)]
    assert "附件1" in starts
    assert "附件2" in starts
    assert pages(rendering)[-1][-2] == "江南省红十字会办公室2026年11月27日印发"


def test_what_goes_along_as_a_file_is_named_and_gets_no_empty_page() -> None:
    table, file = replace(ATTACHED.attachments[1], title="储备计划表"), Attachment(title="现场照片")
    bare = pages(made(replace(ATTACHED, attachments=())))

    said = pages(made(replace(ATTACHED, attachments=(file, file))))
    both = pages(made(replace(ATTACHED, attachments=(file, table))))

    assert len(said) == len(bare)
    assert "2.现场照片" in [line for page in said for line in page]
    assert [page[0] for page in both if page[0].startswith("附件") and "：" not in page[0]] == ["附件2"]


def test_a_single_attachment_has_no_number() -> None:
    wanted = replace(ATTACHED, attachments=ATTACHED.attachments[:1])

    said = pages(made(wanted))

    assert any(page[0] == "附件" for page in said)
    assert "附件：应急救援队伍建设标准（试行）" in [line for page in said for line in page]


def test_dates_have_no_leading_nought() -> None:
    wanted = document(issued_on=date(2026, 1, 5))

    assert "2026年1月5日" in [line for page in pages(made(wanted)) for line in page]


def test_several_seals_do_not_touch() -> None:
    three = replace(JOINT, issuers=(*JOINT.issuers, Issuer(name="共青团江南省委员会", seal=picture())))

    seals = [
        one for leaf in leaves_of(made(three).pdf) for one in sorted(leaf.pictures, key=lambda seal: seal.left)
    ]

    assert len(seals) == 3
    assert seals[0].left >= 28
    assert seals[2].right <= 184
    assert all(one.right < two.left for one, two in pairwise(seals))


def test_a_letters_first_page_has_no_number_and_its_number_stands_right() -> None:
    first, second = pages(made(LETTER))[:2]

    assert "—1—" not in first
    assert "—2—" in second
    assert any(line.endswith("江红发〔2026〕5号") and line.startswith("000012") for line in first)


def test_minutes_name_who_was_there() -> None:
    said = [line for page in pages(made(MINUTES)) for line in page]

    assert any(line.startswith("出席：王建国") for line in said)
    assert "请假：孙九" in said


def test_a_row_that_spans_others_stays_on_one_page() -> None:
    rows = "".join(
        f"<tr><td rowspan='3'>第{place}组</td><td>甲</td></tr><tr><td>乙</td></tr><tr><td>丙</td></tr>"
        for place in range(20)
    )

    said = pages(made(document(body=body_of(f"<table>{rows}</table>"))))

    for page in said:
        cells = "".join(line for line in page if line.strip("第组0123456789甲乙丙") == "")
        assert cells.count("甲") == cells.count("乙") == cells.count("丙")


def test_columns_are_as_wide_as_what_they_hold() -> None:
    (table,) = body_of(
        "<table><tr><td rowspan='2'>序号</td><td>名称</td></tr><tr><td>十二平方米单帐篷</td></tr></table>"
    )

    assert isinstance(table, Table)
    assert column_widths(table) == [3.5, 9.5]


def test_a_draft_has_no_number_and_keeps_its_place() -> None:
    numbered, draft = (
        check_layout(pdf=made(document(number=number)).pdf)
        for number in (Number(code="江红发", year=2026, serial=5), None)
    )

    assert draft.of(Element.TITLE, Aspect.GAP) == numbered.of(Element.TITLE, Aspect.GAP)
    assert draft.of(Element.NUMBER, Aspect.FORM)[0].verdict is Verdict.NOT_MEASURABLE


def test_a_long_head_is_set_narrower_and_stays_inside() -> None:
    wanted = document(issuers=(Issuer(name="江南省红十字会人体器官捐献管理中心应急救援指挥部"),))

    mark = lines_of(leaves_of(made(wanted).pdf)[0].glyphs, only=lambda one: one.red)[0]

    assert mark.left >= 27.5
    assert mark.right <= 184.5
    assert mark.glyphs[0].narrow < 1


def test_words_under_a_scanned_seal_stay_readable() -> None:
    scanned = replace(SEALED, issuers=(Issuer(name=RED_CROSS, seal=picture(ground=(255, 255, 255))),))

    assert b"/SMask" in made(scanned).pdf


def test_without_a_signature_there_is_none() -> None:
    wanted = document(sign_off=SignOff.NONE, body=body_of(FIRST))

    assert "2026年11月26日" not in [line for page in pages(made(wanted)) for line in page]
