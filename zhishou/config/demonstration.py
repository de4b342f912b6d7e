"""Fills an empty deployment with the demonstration: two contracts, their people, their rosters."""

import re
from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from jishi.deployment.door import Demonstration
from jishi.outbox.door import deliver_waiting
from jishi.supervisor.door import CannotGoOn
from zhishou.config.cast import ADMINISTRATOR, OURS, THEIRS, Part, Play
from zhishou.config.greeting import accounts
from zhishou.config.scenes import bring_to_life
from zhishou.config.watching import find_the_office, watch_the_office
from zhishou.contracts.actions.loading import load_pack
from zhishou.duty.actions.rosters import set_roster
from zhishou.duty.rules.rosters import Layer, Unit
from zhishou.people import queries as people
from zhishou.people.actions.persons import create_person, let_all_sign_in
from zhishou.people.actions.roles import grant_role
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import CLIENT_ROLES, Role, Tier

SINCE = {OURS.pack: timedelta(days=22), THEIRS.pack: timedelta(days=1)}
"""Since when the people are here: ours long enough for three weekly rounds, and for a busy desk."""


def seed(*, at: datetime) -> bool:
    """Make everything once; return whether it was made now. Where there are contracts, only ports may move."""
    if people.every_engagement().exists():
        find_the_office(at=at)
        return False
    with transaction.atomic():
        for play in (OURS, THEIRS):
            _perform(play, at=at - SINCE[play.pack], until=at)
    return True


def is_seeded() -> bool:
    """Whether the demonstration's people are here."""
    return people.find_account(ADMINISTRATOR.username) is not None


def _perform(play: Play, *, at: datetime, until: datetime) -> None:
    pack = Path(settings.BASE_DIR) / "contracts" / play.pack
    if not pack.exists():
        raise CannotGoOn(
            gettext_noop("The contract pack %(pack)s is missing: the demonstration runs from a checkout only."),
            pack=pack,
        )
    text = pack.read_text(encoding="utf-8")
    contract = load_pack(text=text, by=None, at=at).version.contract
    engagement = contract.engagement
    cast = {part: _person(part, engagement, at=at) for part in play.parts}
    administrators = [_person(ADMINISTRATOR, engagement, at=at, is_platform_admin=True)] if play is OURS else []
    let_all_sign_in(persons=[*administrators, *cast.values()], password=settings.DEMO_PASSWORD, at=at)
    for part, person in cast.items():
        grant_role(person=person, engagement=engagement, role=part.role, by=None, at=at)
    if play is OURS:
        contract = load_pack(text=renewed(text, year=until.year), by=None, at=at).version.contract
        engagement = contract.engagement
    for tier in Tier:
        members = [person for part, person in cast.items() if part.role == Role(tier.value)]
        _put_on_watch(tier, members, engagement, at=at)
    deliver_waiting(at=at)  # so that the ledger tells of the people before it tells what they did
    if play is OURS:
        people_by_name = {part.username: person for part, person in cast.items()}
        bring_to_life(engagement, people_by_name, at=until)
        watch_the_office(contract=contract, by=people_by_name["liuting"], at=until)


def renewed(text: str, *, year: int) -> str:
    """Return the pack as renewed for another year: every figure stays, the dates move."""
    return re.sub(r"^(name|starts|ends|before)( = .*)2023", rf"\g<1>\g<2>{year}", text, flags=re.MULTILINE)


def _person(part: Part, engagement: Engagement, *, at: datetime, is_platform_admin: bool = False) -> Person:
    of_client = part.role in CLIENT_ROLES | {Role.AUDITOR}
    organisation = engagement.client if of_client else engagement.vendor
    return create_person(
        name=part.name,
        organisation=organisation,
        username=part.username,
        title=part.title,
        mobile=part.mobile,
        email=f"{part.username}@{organisation.code}.example",
        is_platform_admin=is_platform_admin,
        by=None,
        at=at,
    )


def _put_on_watch(tier: Tier, members: list[Person], engagement: Engagement, *, at: datetime) -> None:
    """Let the tier's people take turns, a week each, from last Monday's hand-over on."""
    manager = people.persons_with_role(engagement, [Role.MANAGER], at=at).get()
    monday = at.date() - timedelta(days=at.weekday())
    turns = Layer(
        name="每周轮值",
        order=tuple(person.pk for person in members),
        unit=Unit.WEEKS,
        length=1,
        starts_on=monday,
        hand_over=time(8, 30),
    )
    set_roster(
        engagement=engagement,
        tier=tier,
        layers=[turns],
        effective_from=None,
        reason="演示：每周一 8:30 交接",
        by=manager,
        at=at,
    )


DEMONSTRATION = Demonstration(seed=seed, is_seeded=is_seeded, accounts=accounts)
