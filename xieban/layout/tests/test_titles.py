"""A title's lines: words kept whole, in the shape of a trapezium or a diamond."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieban.layout.rules.titles import title_lines, width_of

NAMES = ("江南省红十字会",)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        pytest.param(
            "关于王小明等同志职务任免的通知", ("关于王小明等同志职务任免的通知",), id="a short one stays whole"
        ),
        pytest.param(
            "江南省红十字会关于召开全省红十字系统应急救护工作座谈会的通知",
            ("江南省红十字会关于召开全省红十字", "系统应急救护工作座谈会的通知"),
            id="two lines, the longer above",
        ),
        pytest.param(
            "江南省红十字会关于印发《江南省红十字会协同办公系统运行维护管理办法（试行）》的通知",
            ("江南省红十字会关于印发", "《江南省红十字会协同办公系统", "运行维护管理办法（试行）》的通知"),
            id="three lines that grow",
        ),
        pytest.param(
            "江南省红十字会\n关于印发应急预案的通知",
            ("江南省红十字会", "关于印发应急预案的通知"),
            id="typed breaks are kept",
        ),
    ],
)
def test_a_title_is_broken_where_words_end(title: str, lines: tuple[str, ...]) -> None:
    assert title_lines(title=title, most=19, words=NAMES) == lines


def test_figures_and_years_are_never_torn() -> None:
    lines = title_lines(
        title="江南省红十字会关于做好2026年12月31日前全省救灾物资盘点工作的通知", most=19, words=NAMES
    )

    assert any("2026年12月31日" in line for line in lines)


def test_no_line_is_an_hourglass() -> None:
    lines = title_lines(
        title="江南省红十字会关于进一步规范和加强全省捐赠物资接收管理使用工作并做好信息公开的指导意见",
        most=19,
        words=NAMES,
    )

    lengths = [width_of(line) for line in lines]
    assert not any(one > two < three for one, two, three in zip(lengths, lengths[1:], lengths[2:], strict=False))


@given(st.text(alphabet="江南省关于的、，（）《》通知2026年A 工作会议", min_size=1, max_size=120))
def test_any_title_keeps_all_its_words_and_fits(title: str) -> None:
    lines = title_lines(title=title, most=19)

    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    assert all(width_of(line) <= 19 for line in lines)
