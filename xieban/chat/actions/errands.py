"""Asking for something at the chat server, and running it: what an errand names is read anew and made so."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction
from django.db.models import F

from jishi.database.door import ring
from xieban.chat.actions.accounts import end_devices, settle_account
from xieban.chat.actions.forgetting import forget_what_watches_said
from xieban.chat.actions.rooms import settle_room
from xieban.chat.models import Errand, Room
from xieban.chat.queries.errands import errands_due, out_of_step
from xieban.chat.queries.rooms import rooms_for, rooms_of
from xieban.chat.queries.server import ChatIsAway
from xieban.chat.rules.names import Kind
from xieban.chat.rules.patience import next_try
from xieban.directory.models import Person
from xieban.directory.queries import open_departments, person_of_event, persons_by_id, whose_time_ended

log = structlog.get_logger("chat")

CHANNEL: Final = "xieban_chat"
ACCOUNT, DEVICES, ROOM, FORGET = "account", "devices", "room", "forget"
HELD: Final = timedelta(minutes=2)
"""So long an errand belongs to whoever took it; one that died lets go of it."""
LOOKED_BACK: Final = timedelta(days=1)
"""So far back it is looked for what ended by time alone, though nothing ran when it did."""


def ask_for_accounts(people: Iterable[Person], *, pressing: bool = False, at: datetime) -> None:
    """Let accounts be looked at: those of these people."""
    _ask([(ACCOUNT, str(one.uuid)) for one in people], pressing=pressing, at=at)


def ask_to_end_devices(person: Person, *, at: datetime) -> None:
    """Let somebody be signed out of the chat on every device."""
    _ask([(DEVICES, str(person.uuid))], pressing=True, at=at)


def ask_for_rooms(rooms: Iterable[Room], *, pressing: bool = False, at: datetime) -> None:
    """Let rooms be looked at that there are."""
    _ask([(ROOM, f"{one.kind}:{one.key}") for one in rooms], pressing=pressing, at=at)


def ask_to_forget(*, at: datetime) -> None:
    """Let what outside watches said long ago be forgotten."""
    _ask([(FORGET, Kind.PROBE.value)], pressing=False, at=at)


def ask_for_departments(*, pressing: bool = False, at: datetime) -> None:
    """Let the rooms of all departments be looked at, those of closed ones too; who has none yet gets one."""
    keys = {f"{Kind.DEPARTMENT}:{one.uuid}" for one in open_departments()}
    keys |= {f"{one.kind}:{one.key}" for one in Room.objects.filter(kind=Kind.DEPARTMENT.value)}
    _ask([(ROOM, key) for key in sorted(keys)], pressing=pressing, at=at)


def ask_for_all(*, at: datetime) -> None:
    """Let everything be looked at that is out of step or goes out of step by time alone; done now and then."""
    ask_for_accounts(out_of_step(), at=at)
    ask_for_departments(at=at)
    for person in persons_by_id(whose_time_ended(since=at - LOOKED_BACK, at=at)).values():
        ask_for_rooms_of(person, pressing=True, at=at)


def ask_for_rooms_of(person: Person, *, pressing: bool = False, at: datetime) -> None:
    """Let every room be looked at in which somebody is."""
    ask_for_rooms(rooms_of(person), pressing=pressing, at=at)


def ask_to_bring_back(person: Person, *, at: datetime) -> None:
    """Let the rooms be looked at in which somebody belongs who has access again: talks, documents, meetings."""
    ask_for_rooms(rooms_for(person, at=at), at=at)


def _ask(wishes: Iterable[tuple[str, str]], *, pressing: bool, at: datetime) -> None:
    with transaction.atomic():
        for what, key in wishes:
            known = Errand.objects.filter(what=what, key=key)
            again = {"asked": F("asked") + 1, "due_at": at} | ({"is_pressing": True} if pressing else {})
            if not known.update(**again):
                Errand.objects.get_or_create(what=what, key=key, defaults={"is_pressing": pressing, "due_at": at})
        ring(CHANNEL)


def run_errand(*, at: datetime) -> bool:
    """Run the first errand that is due; say whether there was one. The chat server's absence is raised."""
    errand = errands_due(at=at).first()
    if errand is None:
        return False
    mine = Errand.objects.filter(pk=errand.pk, due_at=errand.due_at, asked=errand.asked)
    if not mine.update(due_at=at + HELD):
        return True
    held = Errand.objects.filter(pk=errand.pk, asked=errand.asked)
    try:
        _run(errand, at=at)
    except ChatIsAway:
        held.update(due_at=errand.due_at)
        raise
    except Exception as raised:
        log.warning("An errand to the chat server failed.", what=errand.what, key=errand.key, exc_info=raised)
        attempts = min(errand.attempts + 1, 100)
        held.update(attempts=attempts, due_at=next_try(attempts, at=at), last_error=str(raised)[:400])
        return True
    held.delete()
    return True


def _run(errand: Errand, *, at: datetime) -> None:
    if errand.what in {ACCOUNT, DEVICES}:
        person = person_of_event(uuid=errand.key)
        if person is not None and errand.what == ACCOUNT:
            settle_account(person=person, at=at)
        elif person is not None:
            end_devices(person=person)
        return
    if errand.what == FORGET:
        forget_what_watches_said(at=at)
        return
    kind, _colon, key = errand.key.partition(":")
    if not settle_room(kind=Kind(kind), key=key, at=at):
        _ask([(ROOM, errand.key)], pressing=False, at=at)  # behind what came meanwhile
