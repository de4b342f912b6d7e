"""What is asked before a role is revoked or an account closed, with what the areas above know of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from zhishou.people.models import Engagement, Person, RoleGrant
from zhishou.people.queries.pages import PartyRow, RoleRow
from zhishou.people.rules import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Sentences about what would be left: by person and role of a contract, and of one person in some contracts."""

    by_role: Callable[[Engagement, datetime], Mapping[tuple[int, Role], Sequence[str]]]
    by_person: Callable[[Person, Sequence[Engagement], datetime], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked before one role is revoked."""

    title: str
    text: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedParty:
    """One party of a contract; each role that may be revoked with the question that is asked before."""

    party: PartyRow
    rows: Sequence[tuple[RoleRow, Question | None]]


def _leaving() -> Leaving:
    found: Leaving = import_string(settings.PEOPLE_LEAVING)
    return found


def asked_parties(parties: Sequence[PartyRow], engagement: Engagement, *, at: datetime) -> list[AskedParty]:
    """Give every role that may be revoked its question."""
    may_any = any(may_revoke for party in parties for _row, may_revoke in party.rows)
    left = _leaving().by_role(engagement, at) if may_any else {}
    held = [row.grant.person_id for party in parties for row, _may in party.rows]
    return [
        AskedParty(
            party=party,
            rows=[
                (
                    row,
                    _question(row, is_last=held.count(row.grant.person_id) == 1, lines=_lines(row.grant, left))
                    if may_revoke
                    else None,
                )
                for row, may_revoke in party.rows
            ],
        )
        for party in parties
    ]


def _lines(grant: RoleGrant, left: Mapping[tuple[int, Role], Sequence[str]]) -> Sequence[str]:
    return left.get((grant.person_id, Role(grant.role)), ())


def _question(row: RoleRow, *, is_last: bool, lines: Sequence[str]) -> Question:
    words = {"name": row.grant.person.name, "role": row.name}
    stays = _("What %(name)s did in this role stays on record.") % words
    ends = _("It is the only role of %(name)s here: this contract is then closed to %(name)s.") % words
    return Question(
        title=_("Revoke the role %(role)s of %(name)s?") % words,
        text=stays,
        lines=[*([ends] if is_last else []), *lines],
    )


def lines_of_closing(person: Person, roles: Sequence[RoleRow], *, at: datetime) -> list[str]:
    """Say which roles rest while the account is closed, and what is left of the watch."""
    held = [row for row in roles if row.is_held]
    seen = list({row.grant.engagement_id: row.grant.engagement for row in held}.values())
    return [
        *(f"{row.name} · {row.grant.engagement.name}" for row in held),
        *_leaving().by_person(person, seen, at),
    ]
