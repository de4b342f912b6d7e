"""Data becomes pages: words stay words, equal data are equal bytes, pictures come page by page."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from jishi.typesetting import fonts_at_hand
from jishi.typesetting.door import NoFonts, Setting, engine, set_pdf, set_pictures, settled

AT = datetime(2023, 3, 15, 4, 0, 1, 500, tzinfo=UTC)
TEMPLATE = """#let data = json("data.json")
#set document(title: data.words)
#set text(font: "Noto Serif SC")
#data.words
#pagebreak()
#image("line.svg")
"""
LINE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0L9 9" stroke="#000"/></svg>'


def made_of(words: str, folder: Path) -> Setting:
    (folder / "page.typ").write_text(TEMPLATE, encoding="utf-8")
    return Setting(folder=folder, template="page.typ", data={"words": words}, files={"line.svg": LINE})


def test_words_are_data_and_never_source(tmp_path: Path) -> None:
    words = '巡检 #panic("x") $a$ *b* \\ "c"'

    pdf = set_pdf(made_of(words, tmp_path), at=AT)

    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert '#panic("x") $a$ *b*' in text.replace("\r\n", " ")
    assert pdf == set_pdf(made_of(words, tmp_path), at=AT)


def test_what_no_font_can_show_stands_as_an_empty_square(tmp_path: Path) -> None:
    pdf = set_pdf(made_of("备份\ufffd完好\U0001f600，温度\u0378正常", tmp_path), at=AT)

    shown = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert "备份□完好□，温度□正常" in shown


def test_each_page_is_a_picture(tmp_path: Path) -> None:
    pictures = set_pictures(made_of("巡检", tmp_path))

    assert len(pictures) == 2
    assert all(one.startswith(b"\x89PNG") for one in pictures)


def test_without_fonts_it_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts_at_hand, "BUILT", tmp_path / "none")
    monkeypatch.setattr(fonts_at_hand, "DEBIAN", ())

    with pytest.raises(NoFonts):
        engine(own=tmp_path)


def test_a_settled_package_forgets_when_it_was_packed() -> None:
    def packed(year: int) -> bytes:
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, "w") as package:
            package.writestr(zipfile.ZipInfo("word/document.xml", date_time=(year, 1, 1, 0, 0, 0)), "<w/>")
        return raw.getvalue()

    assert packed(2001) != packed(2023)
    assert settled(packed(2001)) == settled(packed(2023))
