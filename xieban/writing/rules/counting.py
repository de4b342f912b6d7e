"""How Word writes the number of a numbered paragraph."""

from collections.abc import Callable
from typing import Final

_FIGURES: Final = "零一二三四五六七八九"
_LEGAL: Final = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_CIRCLES: Final = 20


def chinese(number: int) -> str:
    """Write a number up to 9999 as a document does: 一, 十二, 一百零三."""
    if not 0 < number < 10_000:  # noqa: PLR2004 - no list is longer
        return str(number)
    said, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure = number // place % 10
        if figure:
            said += ("零" if gap and said else "") + _FIGURES[figure] + unit
            gap = False
        else:
            gap = True
    return said.removeprefix("一") if said.startswith("一十") else said


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    said = ""
    for value, letters in _ROMAN:
        said += letters * (number // value)
        number %= value
    return said


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 0 < number <= _CIRCLES else str(number)


def _wide(number: int) -> str:
    return str(number).translate({ord("0") + figure: 0xFF10 + figure for figure in range(10)})


WRITTEN: Final[dict[str, Callable[[int], str]]] = {
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
         "taiwaneseCountingThousand", "ideographDigital", "japaneseDigitalTenThousand", "koreanDigital2"),
        chinese,
    ),
    "chineseLegalSimplified": lambda number: chinese(number).translate(_LEGAL),
    "ideographLegalTraditional": lambda number: chinese(number).translate(_LEGAL),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda _number: "",
}  # fmt: skip


def written(number: int, *, form: str) -> str:
    """Write a number in Word's form of this name; one we do not know in Arabic figures."""
    return WRITTEN.get(form, str)(number)
