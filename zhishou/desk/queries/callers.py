"""Who is on the phone: found by number, name, pinyin or its initials, with what they called about before."""

import re
from datetime import datetime
from typing import Final, cast
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.db.models.lookups import Contains, Exact

from jishi.refusals.door import NotThere
from zhishou.desk.models import Intake, Ticket
from zhishou.desk.queries.tickets import visible_tickets
from zhishou.desk.rules.words import ENDED, WORKS
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import persons_with_role, require_role
from zhishou.people.rules import CLIENT_ROLES

MOST: Final = 8
PAST: Final = 5
SHORTEST_NUMBER: Final = 3
NUMBER: Final = re.compile(r"[\d\s()+-]{3,20}")


def digits_of(words: str) -> str:
    """Return the digits where the words are a number, without our country's code; else nothing."""
    words = words.strip()
    if not NUMBER.fullmatch(words):
        return ""
    digits = re.sub(r"\D", "", words)
    if words.startswith("+86") or (digits.startswith("0086")):
        digits = digits.removeprefix("00").removeprefix("86")
    return digits


def callers_of(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[Person]:
    """Return the client's people of the contract, for whoever takes their calls."""
    require_role(viewer, engagement, WORKS, at=at)
    return persons_with_role(engagement, CLIENT_ROLES, at=at).select_related("organisation")


def find_callers(viewer: Person, *, engagement: Engagement, words: str, at: datetime) -> list[Person]:
    """Return the few people that what was typed may mean: part of a number, or every word of a name."""
    found = callers_of(viewer, engagement=engagement, at=at)
    digits = digits_of(words)
    if digits:
        return list(found.filter(Contains(_bare_number(), digits))[:MOST])
    asked = words.replace("\x00", "").split()[:4]
    for word in asked:
        found = found.filter(
            Q(name__icontains=word) | Q(name_pinyin__icontains=word) | Q(title__icontains=word)
            | Q(username__istartswith=word)
        )  # fmt: skip
    # Whoever is meant by initials comes before those in whose name the same letters happen to stand.
    return sorted(found[: 4 * MOST], key=lambda one: not _begins(one, asked))[:MOST] if asked else []


def _begins(person: Person, asked: list[str]) -> bool:
    names = [person.name.lower(), *person.name_pinyin.split()]
    return any(name.startswith(asked[0].lower()) for name in names)


def _bare_number() -> Replace:
    """Return numbers without the blanks and dashes that people write into them, as the database compares them."""
    bare: F | Replace = F("mobile")
    for mark in (" ", "-", "(", ")", "+86"):
        bare = Replace(bare, Value(mark), Value(""))
    return cast("Replace", bare)


def caller_with_number(number: str, *, engagement: Engagement, at: datetime) -> Person | None:
    """Return the one of the client's people who has this number; of two who share it, nobody."""
    digits = digits_of(number)
    if len(digits) < SHORTEST_NUMBER:
        return None
    people = persons_with_role(engagement, CLIENT_ROLES, at=at).select_related("organisation")
    found = list(people.filter(Exact(_bare_number(), digits))[:2])
    return found[0] if len(found) == 1 else None


def get_caller(viewer: Person, *, engagement: Engagement, uuid: UUID, at: datetime) -> Person:
    """Return one of the client's people; anybody else is not there."""
    found = callers_of(viewer, engagement=engagement, at=at).filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    return found


def tickets_of_caller(
    viewer: Person, *, engagement: Engagement, caller: Person | None, contact: str, at: datetime
) -> list[Ticket]:
    """Return the caller's open tickets and the last ones that ended; an unknown caller's by the number."""
    reported = Intake.objects.filter(engagement=engagement, ticket__isnull=False)
    if caller is not None:
        mine = Q(caller=caller) | Q(filer=caller) | Q(pk__in=reported.filter(caller=caller).values("ticket"))
    elif len(digits_of(contact)) >= SHORTEST_NUMBER:
        mine = Q(pk__in=reported.filter(caller_contact=contact.strip()).values("ticket"))
    else:
        return []
    found = visible_tickets(viewer, engagement=engagement, at=at).filter(mine).select_related("assignee")
    found = found.order_by("-id")
    ended = [state.value for state in ENDED]
    return [*found.exclude(state__in=ended)[:MOST], *found.filter(state__in=ended)[:PAST]]
