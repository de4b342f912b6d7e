"""The standing cast of Zhishou's tests: one person of each role, a second contract's people as strangers.

Xieban's is in xieban/tests.
"""

from dataclasses import dataclass, fields
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator

from tests.laying import laid
from zhishou.people.models import Engagement, Organisation, Person, RoleGrant
from zhishou.people.rules import CLIENT_ROLES, NEEDS_SECOND_FACTOR, Role

pytest_plugins = [
    "tests.house",
    "tests.needs",
    "tests.databases",
    "tests.copied",
    "tests.dovecot",
    "tests.servers",
    "tests.prosody",
]

# A quiet Wednesday noon in Beijing; tests move time by passing another `at`, never by sleeping.
NOON = datetime(2023, 3, 15, 4, 0, tzinfo=UTC)
LONG_AGO = datetime(2022, 12, 20, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody who asks: nine roles in `engagement`, two of `other_engagement`, one who looks after us all."""

    engagement: Engagement
    other_engagement: Engagement
    requester: Person
    leader: Person
    client_admin: Person
    front_desk: Person
    first_line: Person
    second_line: Person
    expert: Person
    manager: Person
    auditor: Person
    stranger_admin: Person
    stranger_manager: Person
    platform_admin: Person

    def persons(self) -> dict[str, Person]:
        """Return everybody by the name of their part."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if isinstance(getattr(self, field.name), Person)
        }


def make_person(name: str, organisation: Organisation, **more: object) -> Person:
    """Make somebody who can sign in with the password of the tests."""
    return Person.objects.create(
        username=name,
        name=name.replace("_", " ").title(),
        organisation=organisation,
        created_at=LONG_AGO,
        **more,
    )


def give_second_factor(person: Person) -> None:
    """Let a person be one who has set up an authenticator app, as his role demands outside the demo."""
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "of nobody"})


def make_engagement(code: str) -> Engagement:
    client, vendor = (
        Organisation.objects.create(code=f"{code}-{side}", name=f"{code} {side}", created_at=LONG_AGO)
        for side in ("client", "vendor")
    )
    return Engagement.objects.create(
        code=code, name=f"{code} 2023", client=client, vendor=vendor, created_at=LONG_AGO
    )


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the standing cast, fresh in this test's transaction."""
    return laid("cast", make_cast)


def make_cast() -> Cast:
    """Make the standing cast in the open transaction."""
    ours, theirs = make_engagement("red-cross"), make_engagement("elsewhere")

    def act(name: str, engagement: Engagement, role: Role) -> Person:
        side = engagement.client if role in CLIENT_ROLES | {Role.AUDITOR} else engagement.vendor
        person = make_person(name, side)
        RoleGrant.objects.create(person=person, engagement=engagement, role=role, since=LONG_AGO)
        if role in NEEDS_SECOND_FACTOR:
            give_second_factor(person)
        return person

    look_after = make_person("platform_admin", ours.vendor, is_platform_admin=True)
    give_second_factor(look_after)
    return Cast(
        engagement=ours,
        other_engagement=theirs,
        **{role.value: act(role.value, ours, role) for role in Role},
        stranger_admin=act("stranger_admin", theirs, Role.CLIENT_ADMIN),
        stranger_manager=act("stranger_manager", theirs, Role.MANAGER),
        platform_admin=look_after,
    )
