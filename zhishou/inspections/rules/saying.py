"""What somebody on site gives, as it is kept and read back: one shape, whatever the item."""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from zhishou.inspections.rules.judging import Said

LONGEST: Final = 2000
LARGEST: Final = 1e12


class NoNumber(ValueError):
    """What was given is no number."""


def number_of(text: str) -> float | None:
    """Read a number as people type it, full-width digits and a Chinese point too; nothing for nothing."""
    plain = unicodedata.normalize("NFKC", text).replace("。", ".").replace("，", ",").strip().replace(" ", "")
    if not plain:
        return None
    if plain.count(",") == 1 and "." not in plain and len(plain.rpartition(",")[2]) != 3:  # noqa: PLR2004 - not thousands
        plain = plain.replace(",", ".")
    try:
        value = float(plain.replace(",", ""))
    except ValueError as error:
        raise NoNumber(text) from error
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise NoNumber(text)
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One act that gave something for an item, as it was kept."""

    item: str
    said: Mapping[str, object]
    photos: int


def kept(said: Said) -> dict[str, object]:
    """Return what was given as it is kept; the photographs are rows of their own."""
    values = {"reading": said.reading, "is_yes": said.is_yes, "words": said.words}
    values |= {"is_abnormal": said.is_abnormal, "is_not_applicable": said.is_not_applicable}
    return {name: value for name, value in values.items() if value not in (None, "", False) or name == "is_yes"}


def folded(deeds: Sequence[Deed]) -> dict[str, Said]:
    """Return what was given for each item: the last one counts, the photographs of all together."""
    photos: dict[str, int] = {}
    last: dict[str, Deed] = {}
    for deed in deeds:
        photos[deed.item] = photos.get(deed.item, 0) + deed.photos
        last[deed.item] = deed
    return {item: _said(deed.said, photos=photos[item]) for item, deed in last.items()}


def _said(values: Mapping[str, object], *, photos: int) -> Said:
    reading, is_yes = values.get("reading"), values.get("is_yes")
    return Said(
        reading=float(reading) if isinstance(reading, int | float) and not isinstance(reading, bool) else None,
        is_yes=is_yes if isinstance(is_yes, bool) else None,
        words=str(values.get("words", "")),
        photos=photos,
        is_abnormal=values.get("is_abnormal") is True,
        is_not_applicable=values.get("is_not_applicable") is True,
    )
