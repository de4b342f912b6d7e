"""What the device of somebody out of the house sends: moments with their zone, strokes of a signature."""

import json
from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

LONGEST_STROKES: Final = 200_000


class MomentField(forms.CharField):
    """A moment as a device writes it, with its zone; a time without one is not a moment."""

    def clean(self, value: Any) -> datetime | None:
        """Return the moment, or nothing where none was sent."""
        text = super().clean(value)
        try:
            moment = parse_datetime(text) if text else None
            if text and (moment is None or timezone.is_naive(moment)):
                raise forms.ValidationError(_("This is not a moment."), code="invalid")
            return moment.astimezone(UTC) if moment else None
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError(_("This is not a moment."), code="invalid") from error


class StrokesField(forms.CharField):
    """The strokes of a signature, as the pad writes them."""

    def clean(self, value: Any) -> list[list[list[int]]]:
        """Return strokes of points of whole numbers, or none."""
        text = super().clean(value)
        try:
            strokes = json.loads(text) if text else []
            return [[[_whole(number) for number in point] for point in stroke] for stroke in strokes]
        except (TypeError, ValueError, RecursionError) as error:
            unread = _("This signature cannot be read. Please sign again.")
            raise forms.ValidationError(unread, code="invalid") from error


def _whole(number: object) -> int:
    if type(number) is not int:
        raise ValueError(number)
    return number
