"""What a person may do, and why: read from posts, charges and delegations, never kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from xieban.directory.models import ROLE_NAMES, Delegation, Person
from xieban.directory.queries.delegations import standing
from xieban.directory.queries.people import charges_of
from xieban.directory.queries.roles import appointments_of, roles_of
from xieban.directory.rules import Role

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

DUTIES: dict[Role, "StrPromise"] = {
    Role.PRINCIPAL_LEADER: _(
        "Signs documents off for the whole unit, and decides on memos and incoming documents."
    ),
    Role.DEPUTY_LEADER: _("Reviews and signs what the departments in his charge bring."),
    Role.OFFICE_HEAD: _("Proof-reads for the unit, proposes who handles an incoming document, forwards memos."),
    Role.DEPARTMENT_HEAD: _("Reviews drafts of the department, countersigns for it, hands work to its people."),
    Role.CLERK: _("Checks drafts and incoming documents before they go further."),
    Role.REGISTRAR: _("Registers documents: gives the number, the recipients and the number of copies."),
    Role.TYPESETTER: _("Sets documents under the red head and sees them through print."),
    Role.SEAL_KEEPER: _("Puts the seal on signed and numbered documents, and keeps the register of it."),
    Role.DISPATCHER: _("Sends documents out, and signs for those that come in."),
    Role.ARCHIVIST: _("Archives what is finished, after the four checks."),
    Role.SUPERVISOR: _("Sets up and follows supervision, and urges what is late."),
    Role.ADMINISTRATOR: _("Looks after units, posts, people and delegations in the branch of the post."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """One thing that a person may do, in words, and the reason."""

    icon: str
    what: "str | StrPromise"
    name: "str | StrPromise"
    why: str
    unit_code: str = ""
    until: datetime | None = None


def abilities_of(person: Person, *, at: datetime) -> list[Ability]:
    """Return all that follows from posts, charges, delegations and the account itself; nothing once closed."""
    if not person.is_active:
        return []
    found = [*_by_account(person), *_by_posts(person, at=at)]
    charges = [
        Ability(
            icon="building",
            name=_("In charge"),
            what=_("Is the leader to whom what this unit brings goes."),
            why=one.unit.name,
            unit_code=one.unit.code,
        )
        for one in charges_of(person, at=at)
    ]
    return [*found, *charges, *_by_delegation(person, at=at)]


def _by_account(person: Person) -> list[Ability]:
    if not person.is_administrator:
        return []
    what = _("Looks after this deployment: the whole directory, flows, settings.")
    return [Ability(icon="settings", name=_("Administrator of everything"), what=what, why=person.username)]


def _by_posts(person: Person, *, at: datetime) -> list[Ability]:
    held = [
        Ability(
            icon="shield-check",
            name=ROLE_NAMES[one.role],
            what=DUTIES[one.role],
            why=f"{one.post.unit.name} · {one.post.name}",
            unit_code=one.post.unit.code,
        )
        for one in roles_of(person, at=at)
    ]
    posts = list(appointments_of(person, at=at))
    if posts:
        first = posts[0].post
        what = _("Drafts documents and memos, and handles what is given to him.")
        why = f"{first.unit.name} · {first.name}"
        held.append(Ability(icon="pencil", name=_("Drafter"), what=what, why=why, unit_code=first.unit.code))
    return held


def _by_delegation(person: Person, *, at: datetime) -> list[Ability]:
    taken = standing(at).filter(since__lte=at, deputy=person, principal__is_active=True)
    return [
        Ability(
            icon="arrows-exchange",
            name=_("Stands in"),
            what=_("Does what the other person's roles let him do, in his name, while it lasts."),
            why=f"{one.principal.name}（{flows_in_words(one)}）",
            until=one.until,
        )
        for one in taken.select_related("principal")
    ]


def known_flows() -> Mapping[str, str]:
    """Return the flows that a delegation can be confined to: key → name, from whoever runs them."""
    known: Callable[[], Mapping[str, str]] = import_string(settings.DIRECTORY_FLOWS)
    return known()


def flows_in_words(delegation: Delegation) -> str:
    """Name the flows that are meant."""
    known = known_flows()
    return "、".join(known.get(key, key) for key in delegation.flows) or str(_("all flows"))
