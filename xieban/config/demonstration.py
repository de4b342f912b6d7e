"""Fills an empty deployment with the demonstration: one public body with its people in their posts."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jishi.deployment.door import Demonstration
from xieban.approvals import actions as approvals
from xieban.chat.actions.probing import make_probe_key
from xieban.config.cast import BODY, PARTS, ROOMS
from xieban.config.crowd import SENIOR, STAFF, somebody
from xieban.config.greeting import accounts
from xieban.config.life import SEED, live
from xieban.config.seal_picture import drawn
from xieban.directory import actions, queries
from xieban.directory.models import Person, Unit
from xieban.directory.rules import sounds_of
from xieban.documents import actions as document_actions
from xieban.documents.rules import DocumentType, Kind, Matter
from xieban.flows.actions import load_definitions
from xieban.meetings import actions as meetings

HERE_SINCE = timedelta(days=800)  # before the first of two years of documents
AFTER_THE_CAST = 100
A_FEW = 8  # documents: enough to look around, few enough not to wait for
CARS = (("甘A·H6218", "红旗 HS5", 5), ("甘A·K3307", "别克 GL8", 7))
ANNUAL_LEAVE = (15, 10, 5)
WATCHES_BY = "xbp_0demo0echo_xieban-demo"
"""As well known as the password of the demonstration: the watch beside it knows it too."""
MEETING_ROOMS = (("第一会议室", "五楼", 40), ("第二会议室", "四楼", 12), ("视频会议室", "二楼", 20))


@transaction.atomic
def seed(
    *,
    at: datetime,
    people: int = 0,
    documents: int = A_FEW,
    chance: int = SEED,
    said: Callable[[int], object] = bool,
) -> bool:
    """Make everything once, filled up to so many people and documents; where there are people, nothing is made.

    All of it or nothing: interrupted in the middle, it is made anew the next time. `chance` decides what the
    documents are and what becomes of them; `said` hears how many there are.
    """
    if is_seeded():
        return False
    since = at - HERE_SINCE
    units: dict[str, Unit] = {}
    for rank, room in enumerate(ROOMS):
        units[room.code] = actions.create_unit(
            code=room.code,
            name=room.name,
            kind=room.kind,
            parent=units.get(room.parent),
            rank=rank,
            by=None,
            at=since,
        )
    cast = _people(units, at=since)
    crowd = _crowd(units, how_many=people - len(cast), at=since)
    actions.let_all_sign_in(persons=[*cast.values(), *crowd], password=settings.DEMO_PASSWORD, at=since)
    for room in ROOMS:
        if room.leader:
            actions.put_in_charge(leader=cast[room.leader], unit=units[room.code], by=None, at=since)
    load_definitions(at=since)
    _registry(units, at=since)
    _approvals(cast, at=at)
    # One with a password of its own may be shown to a network: no key of it is known, either.
    if settings.DEMO_PASSWORD == settings.KNOWN_PASSWORD:
        ends = at + timedelta(days=365)
        make_probe_key(name="zhishou", expires_at=ends, raw=WATCHES_BY, at=at)
    staff: dict[str, list[Person]] = {room.code: [] for room in ROOMS if room.leader}
    for person in [*cast.values(), *crowd]:
        department = queries.department_of(person, at=at)
        if department is not None and department.code in staff:
            staff[department.code].append(person)
    live(documents=documents, people=staff, now=at, seed=chance, said=said)
    return True


def _registry(units: dict[str, Unit], *, at: datetime) -> None:
    """Open the series of numbers, enter the seal, and say who countersigns money and law."""
    body = units[BODY]
    letters = [DocumentType.LETTER]
    orders = [DocumentType.ORDER]
    rest = [one for one in DocumentType if one not in (*letters, *orders)]
    document_actions.open_series(unit=body, kind=Kind.DISPATCH, code="省红发", types=rest, by=None, at=at)
    document_actions.open_series(unit=body, kind=Kind.DISPATCH, code="省红函", types=letters, by=None, at=at)
    document_actions.open_series(unit=body, kind=Kind.DISPATCH, code="省红令", types=orders, by=None, at=at)
    document_actions.open_series(unit=body, kind=Kind.MEMO, code="省红签", by=None, at=at)
    document_actions.open_series(unit=body, kind=Kind.INCOMING, code="收", by=None, at=at)
    document_actions.enter_seal(unit=body, name=f"{body.name}印", picture=drawn(body.name), by=None, at=at)
    for matter, department in ((Matter.MONEY, "finance"), (Matter.LEGAL, "office")):
        document_actions.make_mandatory(unit=body, matter=matter, department=units[department], by=None, at=at)


def _people(units: dict[str, Unit], *, at: datetime) -> dict[str, Person]:
    people = {}
    for rank, part in enumerate(PARTS, start=1):
        unit = units[part.unit]
        person = actions.create_person(
            username=part.username,
            name=part.name,
            unit=unit,
            rank=rank,
            email=f"{part.username}@{BODY}.example",
            telephone=part.telephone,
            room=part.room,
            is_administrator=part.is_administrator,
            by=None,
            at=at,
        )
        post = actions.create_post(
            unit=unit, name=part.post, roles=part.roles, is_head=part.is_head, rank=rank, by=None, at=at
        )
        actions.appoint(person=person, post=post, by=None, at=at)
        people[part.username] = person
    return people


def _approvals(cast: dict[str, Person], *, at: datetime) -> None:
    """Give the office cars and meeting rooms, and everybody of the cast his annual leave."""
    keeper, registrar = cast["hanxuefeng"], cast["luomin"]
    for plate, name, seats in CARS:
        approvals.register_vehicle(plate=plate, name=name, seats=seats, by=keeper, at=at)
    for name, place, seats in MEETING_ROOMS:
        meetings.register_room(name=name, place=place, seats=seats, by=keeper, at=at)
    for rank, person in enumerate(cast.values()):
        days = ANNUAL_LEAVE[rank % len(ANNUAL_LEAVE)]
        approvals.entitle(person=person, year=timezone.localtime(at).year, days=days, by=registrar, at=at)


def _crowd(units: dict[str, Unit], *, how_many: int, at: datetime) -> list[Person]:
    """Fill the departments, every grade a post that several hold."""
    departments = [room.code for room in ROOMS if room.leader]
    posts = {
        (code, post.name): post for code in departments for post, _held in queries.posts_of(units[code], at=at)
    }
    taken: Counter[str] = Counter(part.username for part in PARTS)
    people = []
    for one in somebody(departments, how_many=how_many):
        unit, key = units[one.unit], (one.unit, one.grade)
        if key not in posts:
            rank = AFTER_THE_CAST + (*SENIOR, *STAFF).index(one.grade)
            posts[key] = actions.create_post(unit=unit, name=one.grade, rank=rank, by=None, at=at)
        account = sounds_of(one.name).split()[0]
        taken[account] += 1
        username = account if taken[account] == 1 else f"{account}{taken[account]}"
        people.append(
            actions.create_person(
                username=username,
                name=one.name,
                unit=unit,
                post=posts[key],
                staff_number=f"{one.number:05d}",
                email=f"{username}@{BODY}.example",
                telephone=f"8355 {2000 + one.number}",
                room=f"{3 + one.number % 4}{one.number % 20:02d}",
                by=None,
                at=at,
            )
        )
    return people


def is_seeded() -> bool:
    """Whether the demonstration's people are here."""
    return queries.find_person(PARTS[0].username) is not None


DEMONSTRATION = Demonstration(seed=seed, is_seeded=is_seeded, accounts=accounts)
