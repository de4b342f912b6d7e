"""Ratings as ready rows for templates, and the form by which one is given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhishou.contracts.rules import say
from zhishou.desk.models import Rating
from zhishou.desk.rules.ratings import STAR_NAMES, Stars
from zhishou.desk.web.forms import words_field
from zhishou.desk.web.words import Mark

KINDS: Final = {
    Stars.VERY_GOOD: "success",
    Stars.GOOD: "success",
    Stars.FAIR: "neutral",
    Stars.BAD: "warning",
    Stars.VERY_BAD: "danger",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRow:
    """One rating, its stars as a word and drawn."""

    mark: Mark
    drawn: str
    words: str
    by: str
    at: datetime


class RateForm(forms.Form):
    """How satisfied, and in words if somebody likes to say more."""

    stars = forms.TypedChoiceField(
        label=_("Your stars"), coerce=int, widget=forms.RadioSelect(attrs={"class": "desk-rate"})
    )
    words = words_field(_("What should we know?"), rows=3, required=False)

    def __init__(self, data: Any = None, *, prefix: str) -> None:
        super().__init__(data, prefix=prefix)
        language = get_language() or "zh-hans"
        choices = [(one.value, f"{drawn(one)} {say(name, language)}") for one, name in STAR_NAMES.items()]
        self.fields["stars"].choices = choices  # type: ignore[attr-defined]


def drawn(stars: Stars) -> str:
    """Draw stars, full ones and empty ones."""
    return "★" * stars + "☆" * (Stars.VERY_GOOD - stars)


def rating_rows(ratings: Iterable[Rating], language: str) -> list[RatingRow]:
    """Return ratings as a page shows them."""
    return [
        RatingRow(
            mark=Mark(kind=KINDS[Stars(one.stars)], icon="star", text=say(STAR_NAMES[Stars(one.stars)], language)),
            drawn=drawn(Stars(one.stars)),
            words=one.words,
            by=one.by_name,
            at=one.at,
        )
        for one in ratings
    ]
