"""Which deeds a ticket offers to whom, and when: one table, for its page and for programs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from zhishou.desk.models import Countersign, Ticket
from zhishou.desk.queries.choices import Choices, choices_about
from zhishou.desk.rules.words import WORKS, TicketState
from zhishou.people.models import Person
from zhishou.people.queries import roles_in
from zhishou.people.rules import CLIENT_ROLES, Role

GOING: Final = frozenset({TicketState.OPEN, TicketState.IN_PROGRESS})


class Side(StrEnum):
    """Whose deed it is."""

    VENDOR = "vendor"
    CLIENT = "client"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standpoint:
    """One ticket as one person stands to it now."""

    viewer: Person
    roles: frozenset[Role]
    ticket: Ticket
    choices: Choices

    @property
    def is_staff(self) -> bool:
        """Say whether this is one of the vendor's people."""
        return bool(self.roles & WORKS)

    @property
    def is_client(self) -> bool:
        """Say whether this is one of the client's people."""
        return bool(self.roles & CLIENT_ROLES)

    @property
    def staff_on_open(self) -> bool:
        """Say whether one of the vendor's people looks at a ticket that has not ended."""
        return self.is_staff and self.choices.is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """To which side a deed may ever belong, and when it is possible."""

    side: Side
    may: Callable[[Standpoint], bool]

    def is_for(self, standpoint: Standpoint) -> bool:
        """Say whether the person's side may ever do this; the action asks for his role again."""
        vendor = standpoint.is_staff and self.side is not Side.CLIENT
        return vendor or (standpoint.is_client and self.side is not Side.VENDOR)


def asked_of(standpoint: Standpoint) -> Countersign | None:
    """Return what waits for the viewer's own word."""
    me = standpoint.viewer.pk
    return next((one for one in standpoint.choices.waiting if one.asked_id == me), None)


def may_drop(standpoint: Standpoint) -> list[Countersign]:
    """Return the countersigns for which the viewer may decide to wait no longer."""
    manages, me = Role.MANAGER in standpoint.roles, standpoint.viewer.pk
    return [one for one in standpoint.choices.waiting if manages or one.by_id == me]


def _talks(one: Standpoint) -> bool:
    return one.is_staff or one.is_client


def _answers(one: Standpoint) -> bool:
    return one.is_client and one.choices.state is TicketState.RECOVERED


def _withdraws(one: Standpoint) -> bool:
    own = one.viewer.pk in {one.ticket.caller_id, one.ticket.filer_id}
    may = one.is_client and (own or Role.CLIENT_ADMIN in one.roles)
    return may and one.choices.state in GOING and not one.choices.has_open_children


def _staff(may: Callable[[Standpoint], bool]) -> Offer:
    return Offer(side=Side.VENDOR, may=lambda one: one.staff_on_open and may(one))


OFFERS: Final[Mapping[str, Offer]] = {
    "take": _staff(lambda one: one.ticket.assignee_id != one.viewer.pk),
    "assign": _staff(lambda _one: True),
    "release": _staff(lambda one: one.ticket.assignee_id is not None),
    "hand_over": _staff(lambda _one: True),
    "countersign": _staff(lambda _one: True),
    "answer": _staff(lambda one: asked_of(one) is not None),
    "drop": _staff(lambda one: bool(may_drop(one))),
    "note": Offer(side=Side.BOTH, may=_talks),
    "internal": Offer(side=Side.VENDOR, may=lambda one: one.is_staff),
    "urge": Offer(side=Side.BOTH, may=lambda one: _talks(one) and one.choices.may_urge),
    "pause": _staff(lambda one: bool(one.choices.pause_for)),
    "resume": _staff(lambda one: one.choices.may_resume),
    "level": _staff(lambda one: one.choices.state is not TicketState.RECOVERED),
    "go": _staff(lambda one: one.choices.may_go),
    "extend": _staff(lambda one: bool(one.choices.extendable)),
    "void": _staff(lambda one: bool(one.choices.negotiable)),
    "correct": Offer(
        side=Side.BOTH,
        may=lambda one: one.choices.is_open and (one.is_staff or Role.CLIENT_ADMIN in one.roles),
    ),
    "recovered": Offer(side=Side.VENDOR, may=lambda one: one.is_staff and one.choices.state in GOING),
    "confirm": Offer(side=Side.CLIENT, may=lambda one: _answers(one) and not one.choices.has_open_children),
    "not_yet": Offer(side=Side.CLIENT, may=_answers),
    "close": Offer(side=Side.VENDOR, may=lambda one: Role.MANAGER in one.roles and one.choices.may_close),
    "reopen": Offer(
        side=Side.BOTH,
        may=lambda one: _talks(one) and one.choices.state in {TicketState.CLOSED, TicketState.WITHDRAWN},
    ),
    "withdraw": Offer(side=Side.CLIENT, may=_withdraws),
    "under": _staff(lambda _one: True),
    "out": _staff(lambda one: one.ticket.parent_id is not None),
    "link": Offer(side=Side.VENDOR, may=lambda one: one.is_staff),
    "unlink": Offer(side=Side.VENDOR, may=lambda one: one.is_staff and bool(one.choices.linked)),
    "merge": _staff(lambda _one: True),
}
"""What a ticket's page offers, and what `GET …/deeds` lists; the actions refuse for themselves."""


def standpoint_of(viewer: Person, ticket: Ticket, *, at: datetime) -> Standpoint:
    """Return how the viewer stands to a ticket that he has been allowed to see."""
    return Standpoint(
        viewer=viewer,
        roles=roles_in(viewer, ticket.engagement, at=at),
        ticket=ticket,
        choices=choices_about(ticket, viewer=viewer, at=at),
    )


def offered(standpoint: Standpoint) -> list[str]:
    """Return the names of what may be done now, in the order of the menu."""
    return [name for name, offer in OFFERS.items() if offer.may(standpoint)]
