import pytest

from zhishou.systems.rules.figures import limited, measured
from zhishou.systems.rules.thresholds import over, under
from zhishou.systems.rules.words import Unit


@pytest.mark.parametrize(
    ("value", "unit", "chinese", "english"),
    [
        (20 * 1024**3, Unit.BYTES, "20 GB", "20 GB"),
        (2_400_000, Unit.BYTES, "2.29 MB", "2.29 MB"),
        (1024, Unit.BYTES, "1 KB", "1 KB"),
        (0, Unit.BYTES, "0 B", "0 B"),
        (0.0021034, Unit.SECONDS, "0.002103 秒", "0.002103 s"),
        (21_712, Unit.MINUTES, "21,712 分钟", "21,712 min"),
        (3, Unit.COUNT, "3 个", "3"),
        (1.5e9, Unit.NUMBER, "1.5e+09", "1.5e+09"),
    ],
)
def test_figures_are_written_with_their_unit(value: float, unit: Unit, chinese: str, english: str) -> None:
    assert measured(value, unit, language="zh-hans") == chinese
    assert measured(value, unit, language="en") == english


def test_a_limit_says_on_which_side_it_is_broken() -> None:
    assert limited(over(5 * 1024**3), Unit.BYTES, language="zh-hans") == "> 5 GB"
    assert limited(under(30), Unit.DAYS, language="en") == "< 30 days"
