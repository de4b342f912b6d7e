"""Parts of "my account" that other areas bring; named in the settings, so that nothing is imported upwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from zhishou.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSection:
    """One part of the page: `rows` answers what `template` shows; None leaves the part out."""

    template: str
    rows: Callable[[Person, datetime], Mapping[str, object] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A part with its rows, ready for the template."""

    template: str
    rows: Mapping[str, object]


def sections_for(person: Person, *, at: datetime) -> list[Shown]:
    """Return the parts that the areas above bring for this person."""
    sections: tuple[AccountSection, ...] = import_string(settings.PEOPLE_ACCOUNT_SECTIONS)
    found = [(section.template, section.rows(person, at)) for section in sections]
    return [Shown(template=template, rows=rows) for template, rows in found if rows is not None]
