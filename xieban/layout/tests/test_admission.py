"""What is not set at all, with a reason."""

from dataclasses import replace
from typing import Any

import pytest

from xieban.layout.actions import admission, admit, render_pdf, render_word
from xieban.layout.actions.pdf import FontSubstituted, ImprintTooLong, NoFonts, NoGlyph
from xieban.layout.actions.pictures import PictureUnreadable
from xieban.layout.queries.fonts import Shelf
from xieban.layout.rules import Attachment, Form, Issuer, Number, Picture, SignOff, body_of
from xieban.layout.tests.samples import ALL, RED_CROSS, built_shelf, document, picture


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        pytest.param({"secrecy": "秘密★1年"}, admission.SecretDocument, id="a secrecy grade, always"),
        pytest.param({"issuers": ()}, admission.NoIssuer, id="nobody issues it"),
        pytest.param({"title": " "}, admission.NoTitle, id="no title"),
        pytest.param({"title": "长" * 121}, admission.TitleTooLong, id="a title like a paragraph"),
        pytest.param({"body": ()}, admission.NoBody, id="no body"),
        pytest.param({"number": Number(code="江红发", year=26, serial=5)}, admission.WrongNumber, id="half a year"),
        pytest.param({"number": Number(code="", year=2026, serial=5)}, admission.WrongNumber, id="no code"),
        pytest.param({"number": Number(code="江红发", year=2026, serial=0)}, admission.WrongNumber, id="number 0"),
        pytest.param({"copy_number": 1_000_000}, admission.WrongCopyNumber, id="seven digits"),
        pytest.param({"form": Form.MINUTES}, admission.MinutesNeedMark, id="minutes without their heading"),
        pytest.param({"sign_off": SignOff.SEAL}, admission.SealMissing, id="a seal that is not there"),
        pytest.param({"sign_off": SignOff.STAMP}, admission.StampMissing, id="a stamp that is not there"),
        pytest.param(
            {"sign_off": SignOff.SEAL, "issuers": (Issuer(name=RED_CROSS, seal=picture(width=80)),)},
            admission.SealTooWide,
            id="a seal wider than its field",
        ),
        pytest.param(
            {"body": body_of("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>")},
            admission.UnevenTable,
            id="a table with a hole",
        ),
        pytest.param({"note": "a\x00b"}, admission.SpecialCharacter, id="a control character"),
        pytest.param(
            {"attachments": (Attachment(title=""),)},
            admission.AttachmentWithoutTitle,
            id="an attachment without title",
        ),
    ],
)
def test_a_wrong_document_is_refused_by_both(changes: dict[str, Any], refusal: type[Exception]) -> None:
    wrong = document(**changes)

    with pytest.raises(refusal):
        render_pdf(document=wrong, shelf=built_shelf())
    with pytest.raises(refusal):
        render_word(document=wrong)


@pytest.mark.parametrize("name", ALL)
def test_the_samples_are_admitted(name: str) -> None:
    admit(ALL[name])


def test_a_broken_picture_is_refused() -> None:
    seal = Picture(content=b"<svg onload='x'/>")

    with pytest.raises(PictureUnreadable):
        render_pdf(
            document=document(issuers=(Issuer(name=RED_CROSS, seal=seal),), sign_off=SignOff.SEAL),
            shelf=built_shelf(),
        )


def test_a_character_that_no_font_has_is_named() -> None:
    with pytest.raises(NoGlyph) as refused:
        render_pdf(document=document(body=body_of("<p>王\U0002a6d6</p>")), shelf=built_shelf())

    assert "U+2A6D6" in str(refused.value)


def test_strict_setting_refuses_fonts_that_stand_in() -> None:
    with pytest.raises(FontSubstituted) as refused:
        render_pdf(document=document(), shelf=built_shelf(), strict=True)

    assert "仿宋 → Noto Serif SC" in str(refused.value)


def test_without_any_font_nothing_is_set() -> None:
    with pytest.raises(NoFonts):
        render_pdf(document=document(), shelf=Shelf(folders=[]))


def test_more_recipients_than_a_page_holds_are_refused() -> None:
    many = tuple(f"江南省第{place}市人民政府及所属各有关部门和直属事业单位" for place in range(40))

    with pytest.raises(ImprintTooLong):
        render_pdf(document=replace(document(), copies_to=many), shelf=built_shelf())
