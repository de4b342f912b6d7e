"""Which fonts are at hand, and what a PDF measures. Whoever may see a document asks; there are no rows here."""

from xieban.layout.queries.checking import CannotMeasure, TooHardToMeasure, check_foreign_layout, check_layout
from xieban.layout.queries.fonts import FontUse, Shelf, house_shelf, shelf
from xieban.layout.queries.labels import say
from xieban.layout.queries.rows import FontRow, ReportRows, fonts_at_hand, rows_of
from xieban.layout.queries.uses import uses_of

__all__ = (
    "CannotMeasure",
    "FontRow",
    "FontUse",
    "ReportRows",
    "Shelf",
    "TooHardToMeasure",
    "check_foreign_layout",
    "check_layout",
    "fonts_at_hand",
    "house_shelf",
    "rows_of",
    "say",
    "shelf",
    "uses_of",
)
