"""The editor's HTML becomes a tree: what can be printed, and refusals for what cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieban.layout.actions import body_from
from xieban.layout.actions.html import FormulaInBody, PictureInBody, TableTooDeep, UnsettledChanges
from xieban.layout.rules import Cell, Heading, Item, Listing, Paragraph, Run, Table, body_of, sanitised
from xieban.layout.rules.body import texts


def test_typed_numerals_make_headings() -> None:
    body = body_of("<p>一、总体要求</p><p>（一）加强领导。各单位要重视。</p><p>1.组建队伍。</p>")

    assert body == (
        Heading(level=1, runs=(Run(text="一、总体要求"),)),
        Heading(level=2, runs=(Run(text="（一）加强领导。"),), rest=(Run(text="各单位要重视。"),)),
        Paragraph(runs=(Run(text="1.组建队伍。"),)),
    )


def test_dress_breaks_and_lists_are_kept() -> None:
    body = body_of(
        "<p>面积<b>100</b>m<sup>2</sup><br>完</p><ol><li>甲<ul><li>子</li></ul></li><li><p>乙</p></li></ol>"
    )

    assert body == (
        Paragraph(
            runs=(
                Run(text="面积"),
                Run(text="100", bold=True),
                Run(text="m"),
                Run(text="2", raised=True),
                Run(text="\n完"),
            )
        ),
        Listing(
            numbered=True,
            items=(
                Item(runs=(Run(text="甲"),), inner=Listing(items=(Item(runs=(Run(text="子"),)),))),
                Item(runs=(Run(text="乙"),)),
            ),
        ),
    )


def test_a_table_keeps_its_heads_and_spans() -> None:
    (table,) = body_of(
        "<table><thead><tr><th>名</th><th>数</th></tr></thead>"
        "<tbody><tr><td colspan='2'>计</td></tr></tbody></table>"
    )

    assert isinstance(table, Table)
    assert (table.heads, table.width) == (1, 2)
    assert table.rows[1] == (Cell(runs=(Run(text="计"),), columns=2),)


@pytest.mark.parametrize(
    ("rows", "even"),
    [
        ("<tr><td rowspan='2'>1</td><td>2</td></tr><tr><td>3</td></tr>", True),
        ("<tr><td rowspan='3'>1</td><td>2</td></tr><tr><td>3</td></tr>", False),
        ("<tr><td>1</td><td>2</td></tr><tr><td colspan='2'>3</td></tr>", True),
        ("<tr><td>1</td></tr><tr><td>2</td><td>3</td></tr>", False),
    ],
)
def test_a_table_knows_whether_its_cells_fill_it(rows: str, even: bool) -> None:  # noqa: FBT001 - of the table
    (table,) = body_of(f"<table>{rows}</table>")

    assert isinstance(table, Table)
    assert table.even is even


def test_scripts_styles_and_foreign_attributes_are_gone() -> None:
    html = "<p onclick='x()' style='color:red'>甲<script>alert(1)</script><style>p{}</style></p>"

    assert sanitised(html) == "<p>甲</p>"


@pytest.mark.parametrize(
    ("html", "refusal"),
    [
        ("<p>见<img src='a.png'></p>", PictureInBody),
        ("<p><math><mi>x</mi></math></p>", FormulaInBody),
        ("<p>甲<del>乙</del><ins>丙</ins></p>", UnsettledChanges),
        ("<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>", TableTooDeep),
        ("<table><tr><td><ul><li>x</li></ul></td></tr></table>", TableTooDeep),
    ],
)
def test_what_cannot_be_printed_is_refused_by_name(html: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        body_from(html=html)


TAGS = ("<p>", "</p>", "<b>", "</b>", "<ul>", "<li>", "</li>", "</ul>", "<table>", "<tr>", "<td>", "</table>")
PIECES = [*TAGS, "<br>", "<h2>", "</h2>", "<x>", "甲", "一、", "（一）乙。", " ", "&nbsp;", "&lt;"]


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_any_html_is_read_or_refused_and_loses_no_word(pieces: list[str]) -> None:
    html = "".join(pieces)

    try:
        body = body_from(html=html)
    except TableTooDeep:
        return

    said = "".join(text for _, text in texts(body))
    assert said.count("甲") == html.count("甲")
    assert said.count("乙") == html.count("乙")
