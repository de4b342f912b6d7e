"""Rows of this area's pages."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from jishi.health.door import Looked, look, parts
from jishi.parameters.door import value_of
from jishi.refusals.door import listed
from xieban.administration.models import FACT, Entry, Token
from xieban.administration.queries.entries import Found, entries
from xieban.administration.queries.labels import scope_name, what_of, who_of
from xieban.administration.queries.subjects import NOTHING, Subject, subjects_of
from xieban.administration.queries.tokens import tokens
from xieban.administration.rules.reasons import said
from xieban.administration.rules.scopes import TOKEN_MARK, covering
from xieban.directory.models import Person
from xieban.flows import queries as flows
from xieban.flows.models import Instance
from xieban.flows.queries.parameters import STILL_DAYS
from xieban.flows.rules.stuck import CAUSE_WORDS, Asked
from xieban.flows.rules.words import say

LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """One token in the list."""

    token: Token
    shown: str
    scopes: str
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """One component or module, and why it is not well, in the language of the page."""

    looked: Looked
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckRow:
    """One stuck instance."""

    instance: Instance
    address: str
    place: str
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One entry of the log, in words: what happened, who did it; what was changed as text."""

    entry: Entry
    what: str
    who: str
    code: str  # as programs know it: the change, or the call
    is_fact: bool  # it was done in the office, not by a program
    before: str
    after: str
    subject: Subject  # what it is about


def token_rows(viewer: Person, *, at: datetime) -> list[TokenRow]:
    """Return the tokens that were not revoked."""
    return [
        TokenRow(
            token=one,
            shown=f"{TOKEN_MARK}_{one.prefix}…",
            scopes=listed(scope_name(scope) for scope in covering(one.scopes)),
            is_over=one.expires_at <= at or not (one.person.is_active and one.person.is_administrator),
        )
        for one in tokens(viewer)
    ]


def part_rows(*, at: datetime) -> list[PartRow]:
    """Return how every component and module does."""
    language = get_language() or "en"
    looked = [look(part, at=at) for part in parts()]
    return [PartRow(looked=one, reasons=tuple(said(why, language) for why in one.seen.reasons)) for one in looked]


def stuck_rows(viewer: Person, *, before: str, most: int, at: datetime) -> tuple[list[StuckRow], int]:
    """Return a page of what is stuck, the newest first, and from where the next goes on."""
    asked = Asked(still_days=int(value_of(STILL_DAYS)))
    found = flows.stuck(viewer, asked=asked, at=at).filter(pk__lt=_place(before)).order_by("-pk")[: most + 1]
    page = list(found)[:most]
    causes, places = flows.causes_of(page, asked=asked, at=at), flows.open_places([one.pk for one in page])
    language = get_language() or "en"
    rows = [
        StuckRow(
            instance=one,
            address=flows.address_of(one),
            place=places.get(one.pk, ""),
            causes=tuple(say(CAUSE_WORDS[cause], language) for cause in causes.get(one.pk, ())),
        )
        for one in page
    ]
    return rows, page[-1].pk if len(found) > most else 0


def entry_rows(viewer: Person, *, before: str, only_changes: bool, most: int) -> tuple[list[EntryRow], int]:
    """Return a page of the log, the newest first, and from where the next goes on."""
    found = entries(viewer, found=Found(only_changes=only_changes)).filter(pk__lt=_place(before))
    rows = list(found.order_by("-pk")[: most + 1])
    subjects = subjects_of(one.about for one in rows[:most])
    page = [
        EntryRow(
            entry=one,
            what=what_of(one),
            who=who_of(one),
            code=one.what or f"{one.method} {one.path}",
            is_fact=one.method == FACT,
            before=_text(one.before),
            after=_text(one.after),
            subject=subjects.get(one.about, NOTHING),
        )
        for one in rows[:most]
    ]
    return page, rows[most - 1].pk if len(rows) > most else 0


def _place(text: str) -> int:
    return min(int(text), LARGEST) if text.isascii() and text.isdecimal() and len(text) <= 19 else LARGEST  # noqa: PLR2004 - digits of the greatest


def _text(value: Mapping[str, Any] | None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) if value else ""
