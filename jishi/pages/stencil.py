"""Fragments that are drawn many times on one page: their template is rendered once, then only values change."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# Private characters, which no template holds.
_OPEN, _SHUT = "\ue000", "\ue001"
_PLACE: Final = re.compile(f"{_OPEN}([a-z_]+){_SHUT}")


class Stencil:
    """A template by its name whose places are only written out: nothing in it may depend on their values.

    What depends on the whole page is given by `Mapping`s of texts and flags to `cut`.
    """

    def __init__(self, template: str, *places: str) -> None:
        self._template = template
        self._places = places

    def cut(self, **fixed: str | bool) -> "Sheet":
        """Return it for the language that is active, and for what is the same wherever it is drawn on the page."""
        return _cut(self._template, self._places, get_language(), tuple(sorted(fixed.items())))


class Sheet:
    """A stencil cut for a page."""

    def __init__(self, text: str) -> None:
        parts = _PLACE.split(text)
        self._texts, self._places = parts[::2], parts[1::2]

    def draw(self, values: Mapping[str, str]) -> SafeString:
        """Return the fragment with these values; what is not safe is escaped."""
        drawn = [self._texts[0]]
        for place, text in zip(self._places, self._texts[1:], strict=True):
            drawn += conditional_escape(values[place]), text
        return SafeString("".join(drawn))


@lru_cache(maxsize=256)
def _cut(
    template: str, places: tuple[str, ...], _language: str | None, fixed: tuple[tuple[str, str | bool], ...]
) -> Sheet:
    stands = {place: SafeString(f"{_OPEN}{place}{_SHUT}") for place in places}
    return Sheet(render_to_string(template, {**stands, **dict(fixed)}))
