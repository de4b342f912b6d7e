"""The shelf: the office's fonts first, every substitution said, single glyphs lent by others."""

from pathlib import Path

import pytest

from jishi.typesetting.door import BUILT
from xieban.layout.actions import render_pdf
from xieban.layout.queries import FontUse, Shelf, uses_of
from xieban.layout.queries.sfnt import NotAFont, coverage
from xieban.layout.rules import Element, Face, Match, body_of
from xieban.layout.rules.faces import match_of
from xieban.layout.rules.measuring import leaves_of
from xieban.layout.tests.samples import SEALED, built_shelf, document

SERIF = BUILT / "NotoSerifSC_400Regular.ttf"


def named(folder: Path, family: str) -> Path:
    """Return a font that bears another name: that of a licensed one, which we may not keep here."""
    content = SERIF.read_bytes()
    old, new = ("Noto Serif SC".encode("utf-16-be"), family.ljust(13)[:13].encode("utf-16-be"))
    folder.mkdir(exist_ok=True)
    made = folder / f"{family}.ttf"
    made.write_bytes(content.replace(old, new))
    return made


def test_the_build_brings_a_font_for_every_face() -> None:
    shelf = built_shelf()

    assert {face: str(font and font.family) for face in Face if (font := shelf.best(face))} == {
        Face.TITLE: "Noto Serif SC",
        Face.TEXT: "Noto Serif SC",
        Face.KAI: "Noto Serif SC",
        Face.HEI: "Noto Sans SC",
        Face.SONG: "Noto Serif SC",
    }


def test_the_offices_font_comes_first(tmp_path: Path) -> None:
    named(tmp_path, "FangSong_GB12")

    best = Shelf(folders=[tmp_path, BUILT]).best(Face.TEXT)

    assert best is not None
    assert best.path.parent == tmp_path
    assert match_of(face=Face.TEXT, name=best.family) is Match.ASKED


def test_with_all_its_fonts_an_office_passes_strictly(tmp_path: Path) -> None:
    for family in ("XiaoBiaoSong", "FangSong", "KaiTi_GB2312", "SimHei", "SimSun"):
        named(tmp_path, family)

    made = render_pdf(document=SEALED, shelf=Shelf(folders=[tmp_path, BUILT]), strict=True)

    assert {use.match for use in made.fonts} == {Match.ASKED}
    assert {use.asked: use.used.strip() for use in made.fonts} == {
        "仿宋": "FangSong",
        "黑体": "SimHei",
        "小标宋": "XiaoBiaoSong",
        "楷体": "KaiTi_GB2312",
        "宋体": "SimSun",
    }


@pytest.mark.parametrize(
    ("face", "name", "match"),
    [
        (Face.TITLE, "FZXBSJW--GB1-0", Match.ASKED),
        (Face.TITLE, "方正小标宋_GBK", Match.ASKED),
        (Face.TEXT, "仿宋_GB2312", Match.ASKED),
        (Face.TEXT, "FandolFang-Regular", Match.KIN),
        (Face.TEXT, "FandolFang R", Match.KIN),
        (Face.KAI, "LXGW WenKai", Match.KIN),
        (Face.HEI, "SimHei", Match.ASKED),
        (Face.SONG, "SimSun", Match.ASKED),
        (Face.TEXT, "SimSun", Match.SUBSTITUTE),
    ],
)
def test_names_of_fonts_are_known(face: Face, name: str, match: Match) -> None:
    assert match_of(face=face, name=name) is match


def test_coverage_is_read_from_the_file() -> None:
    serif = coverage(SERIF)

    assert "镕" in serif
    assert "A" in serif
    assert "\U0002a6d6" not in serif


def test_a_file_that_is_no_font_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "x.ttf").write_bytes(b"\0\1\0\0" + b"\xff" * 40)

    with pytest.raises(NotAFont):
        coverage(tmp_path / "x.ttf")


def test_a_lent_glyph_is_reported() -> None:
    use = built_shelf().use(element=Element.BODY, face=Face.HEI, text="王\u9ff0")

    assert use == FontUse(
        element=Element.BODY,
        asked="黑体",
        used="Noto Sans SC",
        match=Match.KIN,
        lent=(("\u9ff0", "Noto Serif SC"),),
    )


def test_what_is_reported_is_what_the_pdf_holds() -> None:
    made = render_pdf(document=document(body=body_of("<p>一、黑体</p><p>正文。</p>")), shelf=built_shelf())

    held = {glyph.font.split("+")[1] for leaf in leaves_of(made.pdf) for glyph in leaf.glyphs}
    assert held == {"NotoSerifSC-Regular", "NotoSerifSC-Bold", "NotoSansSC-Medium"}
    assert {use.used for use in made.fonts} == {"Noto Serif SC", "Noto Sans SC"}
    assert made.fonts == uses_of(
        document=document(body=body_of("<p>一、黑体</p><p>正文。</p>")), shelf=built_shelf()
    )
