"""Which fonts are at hand, and what a PDF measures. Whoever may see a document asks; there are no rows here."""

from xieban.layout.queries.checking import CannotMeasure, check_layout
from xieban.layout.queries.fonts import FontUse, Shelf, house_shelf, shelf
from xieban.layout.queries.labels import say
from xieban.layout.queries.uses import uses_of

__all__ = ("CannotMeasure", "FontUse", "Shelf", "check_layout", "house_shelf", "say", "shelf", "uses_of")
