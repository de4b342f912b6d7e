"""A form with which somebody else was faster: it says what stands there now, and is sent again on top of that."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jishi.refusals.door import listed

EDITION = "edition"


def tell_newer(form: forms.Form, *, now: Mapping[str, object]) -> None:
    """Say beside each field what it says now where something else was typed; `now` as the form's initial values."""
    typed = dict(form.cleaned_data)
    form.add_error(
        None,
        _(
            "Somebody changed this in the meantime, so nothing was saved. Where you typed something else it says "
            "below what stands there now; saved again, what you typed takes its place."
        ),
    )
    for name, field in form.fields.items():
        if name == EDITION or name not in typed or name not in now:
            continue
        value = _shown(field, now[name])
        if _shown(field, typed[name]) != value:
            form.add_error(name, _("It now says: %(value)s") % {"value": value})
    form.data = {**{name: form[name].data for name in form.fields}, EDITION: str(now[EDITION])}


def _shown(field: forms.Field, value: object) -> str:
    if isinstance(field, forms.ChoiceField):
        value = dict(field.choices).get(value, value)  # type: ignore[arg-type]
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT" if type(value) is date else "SHORT_DATETIME_FORMAT")
    return (listed(value) if isinstance(value, list | tuple) else str(value or "")) or _("nothing")
