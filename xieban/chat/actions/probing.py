"""Outside watches: a key and a room of its own each, in which one speaks and reads as our own service."""

import re
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from jishi.keys import door as keys
from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, NotAllowed, NotThere, Refusal
from xieban.chat.actions.errands import ask_for_rooms
from xieban.chat.events import ProbeKeyChanged
from xieban.chat.models import ProbeKey, Room
from xieban.chat.queries.probing import probe_keys, probe_of, room_of_probe
from xieban.chat.queries.server import CLIENT, Answer, ask, quoted
from xieban.chat.rules.names import Kind
from xieban.chat.rules.probing import EVERY, MOST, PROBE_MARK, SCOPE, Wish, Wished, spoken

NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class WrongProbeName(Invalid):
    """The name of a watch is of small letters, digits and hyphens, at most forty."""


class KeyIsThere(Refusal):
    """This watch has a key already, which was shown when it was made. A new one ends it."""


class UnknownKey(Refusal):
    """This key opens nothing: it is wrong, has expired or was ended."""

    status = HTTPStatus.UNAUTHORIZED


class TooOften(Refusal):
    """A watch says one thing in a second at most."""

    status = HTTPStatus.TOO_MANY_REQUESTS


def make_probe_key(
    *, name: str, expires_at: datetime, anew: bool = False, raw: str = "", at: datetime
) -> tuple[ProbeKey, str]:
    """Let an outside watch have a key and a room; return the key's row and the key, known at this moment only.

    `anew` ends the key that there is. `raw` is given by the demonstration alone, whose key everybody knows.
    """
    if not NAME.fullmatch(name):
        raise WrongProbeName
    keys.check_wanted(scopes=[SCOPE], known=[SCOPE], expires_at=expires_at, at=at)
    key = _given(raw) if raw else keys.make_key(mark=PROBE_MARK)
    with transaction.atomic():
        before = probe_keys().filter(name=name).exclude(expires_at__lte=at)
        if before.exists() and not anew:
            raise KeyIsThere
        ended = probe_keys().filter(name=name).update(revoked_at=at)
        row = ProbeKey.objects.create(
            name=name, prefix=key.prefix, hash=key.hash, scopes=[SCOPE], created_at=at, expires_at=expires_at
        )
        room, _made = Room.objects.get_or_create(kind=Kind.PROBE.value, key=name, defaults={"made_at": at})
        ask_for_rooms([room], at=at)
        _tell(row, what="renewed" if ended else "made", expires_at=expires_at, at=at)
    return row, key.raw


def end_probe_key(*, name: str, at: datetime) -> None:
    """End the key of an outside watch, at once."""
    with transaction.atomic():
        row = probe_keys().select_for_update().filter(name=name).first()
        if row is None:
            raise NotThere
        ProbeKey.objects.filter(pk=row.pk).update(revoked_at=at)
        _tell(row, what="ended", expires_at=None, at=at)


def answer_probe(*, raw: str, wished: Wished | None, words: object, address: str, at: datetime) -> Answer:
    """Do what an outside watch asks, within its own room, and return the answer in the protocol's shape."""
    key = probe_of(raw, at=at)
    if key is None:
        raise UnknownKey
    room = room_of_probe(key)
    if wished is None or (wished.wish is not Wish.ROOMS and wished.room != room):
        raise NotAllowed
    if wished.wish is Wish.ROOMS:
        return {"joined_rooms": [room] if room else []}
    if wished.wish is Wish.READ:
        return _read(room)
    _claim(key, address=address, at=at)
    path = f"{CLIENT}/rooms/{quoted(room)}/send/m.room.message/{quoted(wished.name)}"
    return ask("PUT", path, spoken(words))


def _given(raw: str) -> keys.NewKey:
    return keys.NewKey(raw=raw, prefix=keys.prefix_of(raw, mark=PROBE_MARK) or "", hash=keys.digest_of(raw))


def _claim(key: ProbeKey, *, address: str, at: datetime) -> None:
    mine = ProbeKey.objects.filter(Q(last_used_at=None) | Q(last_used_at__lte=at - EVERY), pk=key.pk)
    if not mine.update(last_used_at=at, last_used_from=address):
        raise TooOften


def _read(room: str) -> Answer:
    told: dict[str, Any] = ask("GET", f"{CLIENT}/rooms/{quoted(room)}/messages?dir=b&limit={MOST}")
    return told


def _tell(row: ProbeKey, *, what: str, expires_at: datetime | None, at: datetime) -> None:
    told = ProbeKeyChanged(happened_at=at, key=str(row.uuid), name=row.name, what=what, expires_at=expires_at)
    publish(told, at=at)
