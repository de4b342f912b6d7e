"""The standing cast of every test: a small body with one person of each role, and strangers of another unit."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime

from allauth.mfa.models import Authenticator

from xieban.directory.actions import appoint, create_person, create_post, create_unit, put_in_charge
from xieban.directory.models import Person, Post, Unit
from xieban.directory.rules import NEEDS_SECOND_FACTOR, Role, UnitKind

# A quiet Wednesday noon in Beijing; tests move time by passing another `at`, never by sleeping.
NOON = datetime(2023, 3, 15, 4, 0, tzinfo=UTC)
LONG_AGO = datetime(2022, 12, 20, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody who asks; `drafter` and `department_head` sit in `department`, most others in `office`."""

    body: Unit
    leaders: Unit
    office: Unit
    department: Unit
    elsewhere: Unit
    principal_leader: Person
    deputy_leader: Person
    office_head: Person
    clerk: Person
    registrar: Person
    seal_keeper: Person
    archivist: Person
    department_head: Person
    drafter: Person
    unit_administrator: Person
    administrator: Person
    stranger: Person
    stranger_administrator: Person

    def persons(self) -> dict[str, Person]:
        """Return everybody by the name of their part."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if isinstance(getattr(self, field.name), Person)
        }


def make_person(name: str, unit: Unit, *, is_administrator: bool = False) -> Person:
    """Register somebody who set a password once."""
    person = create_person(
        username=name.replace("_", "-"),
        name=name.replace("_", " ").title(),
        unit=unit,
        is_administrator=is_administrator,
        by=None,
        at=LONG_AGO,
    )
    person.password = ""  # one that nothing fits, but that was set: as after the first link
    Person.objects.filter(pk=person.pk).update(password="")
    return person


def give_post(person: Person, unit: Unit, *roles: Role, is_head: bool = False) -> Post:
    """Let a person hold a post of his own in the unit."""
    post = create_post(unit=unit, name=person.name, roles=roles, is_head=is_head, by=None, at=LONG_AGO)
    appoint(person=person, post=post, by=None, at=LONG_AGO)
    if NEEDS_SECOND_FACTOR & set(roles):
        give_second_factor(person)
    return post


def give_second_factor(person: Person) -> None:
    """Let a person be one who has set up an authenticator app, as his post demands outside the demo."""
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "of nobody"})


def make_cast() -> Cast:
    """Make the standing cast in the open transaction."""

    def make(code: str, kind: UnitKind, parent: Unit | None = None) -> Unit:
        return create_unit(code=code, name=code.title(), kind=kind, parent=parent, by=None, at=LONG_AGO)

    body, elsewhere = make("body", UnitKind.UNIT), make("elsewhere", UnitKind.UNIT)
    leaders, office, department = (
        make(code, UnitKind.DEPARTMENT, body) for code in ("leaders", "office", "relief")
    )

    def act(name: str, unit: Unit, *roles: Role, is_head: bool = False) -> Person:
        person = make_person(name, unit)
        give_post(person, unit, *roles, is_head=is_head)
        return person

    look_after = make_person("administrator", office, is_administrator=True)
    give_second_factor(look_after)
    made = Cast(
        body=body,
        leaders=leaders,
        office=office,
        department=department,
        elsewhere=elsewhere,
        principal_leader=act("principal_leader", leaders, Role.PRINCIPAL_LEADER, is_head=True),
        deputy_leader=act("deputy_leader", leaders, Role.DEPUTY_LEADER),
        office_head=act("office_head", office, Role.OFFICE_HEAD, Role.DEPARTMENT_HEAD, is_head=True),
        clerk=act("clerk", office, Role.CLERK),
        registrar=act("registrar", office, Role.REGISTRAR, Role.DISPATCHER, Role.TYPESETTER),
        seal_keeper=act("seal_keeper", office, Role.SEAL_KEEPER),
        archivist=act("archivist", office, Role.ARCHIVIST, Role.SUPERVISOR),
        department_head=act("department_head", department, Role.DEPARTMENT_HEAD, is_head=True),
        drafter=act("drafter", department),
        unit_administrator=act("unit_administrator", body, Role.ADMINISTRATOR),
        administrator=look_after,
        stranger=act("stranger", elsewhere),
        stranger_administrator=act("stranger_administrator", elsewhere, Role.ADMINISTRATOR),
    )
    put_in_charge(leader=made.deputy_leader, unit=department, by=None, at=LONG_AGO)
    return made
