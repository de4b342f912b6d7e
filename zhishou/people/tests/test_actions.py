from datetime import timedelta

import pytest
from pytest_django import Settings

from conftest import NOON, Cast
from jishi.outbox.models import Message
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.people import actions, queries
from zhishou.people.actions.organisations import CodeTaken, SameParty
from zhishou.people.actions.persons import (
    CannotCloseOwnAccount,
    NameTaken,
    NotAnAccountName,
    PasswordsAreForTheDemo,
)
from zhishou.people.actions.roles import WrongParty
from zhishou.people.models import Organisation, Person, RoleGrant
from zhishou.people.rules import Role

LATER = NOON + timedelta(hours=1)


def published() -> list[str]:
    """Return the names of the events so far, each once however many hear it."""
    events = dict(Message.objects.order_by("id").values_list("event_id", "event"))
    return [event.rpartition(".")[2] for event in events.values()]


def test_only_platform_administrators_and_the_console_create_organisations(cast: Cast) -> None:
    for by in (None, cast.platform_admin):
        code = by.username if by else "console"
        actions.create_organisation(code=str(code), name="红十字会", by=by, at=NOON)
    for name, person in cast.persons().items():
        if name != "platform_admin":
            with pytest.raises(NotAllowed):
                actions.create_organisation(code="more", name="More", by=person, at=NOON)

    assert published() == ["OrganisationCreated", "OrganisationCreated"]


def test_a_code_is_given_once(cast: Cast) -> None:
    with pytest.raises(CodeTaken):
        actions.create_organisation(code=cast.engagement.client.code, name="Another", by=None, at=NOON)

    assert published() == []


def test_the_parties_of_an_engagement_are_two(cast: Cast) -> None:
    with pytest.raises(SameParty):
        actions.create_engagement(
            code="self", name="Self", client=cast.engagement.client, vendor=cast.engagement.client, by=None, at=NOON
        )


def test_a_new_engagement_is_nobodys(cast: Cast) -> None:
    engagement = actions.create_engagement(
        code="new", name="New", client=cast.engagement.client, vendor=cast.engagement.vendor, by=None, at=NOON
    )

    with pytest.raises(NotThere):
        queries.get_engagement(cast.manager, code=engagement.code, at=NOON)


@pytest.mark.parametrize(
    ("who", "role", "side"),
    [
        pytest.param(
            "client_admin", Role.LEADER, "client", id="the client's administrator for the client's people"
        ),
        pytest.param("client_admin", Role.AUDITOR, "client", id="the client's administrator chooses the auditor"),
        pytest.param("manager", Role.EXPERT, "vendor", id="the service manager for the vendor's people"),
        pytest.param("platform_admin", Role.MANAGER, "vendor", id="the platform's administrator for anybody"),
    ],
)
def test_who_may_grant(cast: Cast, who: str, role: Role, side: str) -> None:
    newcomer = new_person(getattr(cast.engagement, side))

    actions.grant_role(person=newcomer, engagement=cast.engagement, role=role, by=cast.persons()[who], at=NOON)

    assert queries.roles_in(newcomer, cast.engagement, at=NOON) == {role}


@pytest.mark.parametrize(
    ("who", "role", "side", "refusal"),
    [
        pytest.param("manager", Role.LEADER, "client", NotAllowed, id="the manager, for the client's people"),
        pytest.param("client_admin", Role.EXPERT, "vendor", NotAllowed, id="the client, for the vendor's people"),
        pytest.param("requester", Role.LEADER, "client", NotAllowed, id="a user"),
        pytest.param("stranger_admin", Role.LEADER, "client", NotThere, id="a stranger's administrator"),
        pytest.param("stranger_manager", Role.EXPERT, "vendor", NotThere, id="a stranger's manager"),
        pytest.param(
            "client_admin", Role.LEADER, "vendor", WrongParty, id="a client's role for the vendor's people"
        ),
    ],
)
def test_who_may_not_grant(cast: Cast, who: str, role: Role, side: str, refusal: type[Exception]) -> None:
    newcomer = new_person(getattr(cast.engagement, side))

    with pytest.raises(refusal):
        actions.grant_role(person=newcomer, engagement=cast.engagement, role=role, by=cast.persons()[who], at=NOON)

    assert published() == []


def test_granting_twice_is_granting_once(cast: Cast) -> None:
    grants = [
        actions.grant_role(
            person=cast.expert, engagement=cast.engagement, role=Role.MANAGER, by=cast.manager, at=at
        )
        for at in (NOON, LATER)
    ]

    assert grants[0] == grants[1]
    assert published() == ["RoleGranted"]


def test_a_revoked_role_ends_and_stays_on_record(cast: Cast) -> None:
    grant = RoleGrant.objects.get(person=cast.expert)

    actions.revoke_role(grant=grant, by=cast.manager, at=NOON)
    actions.revoke_role(grant=grant, by=cast.manager, at=LATER)

    assert grant.until == NOON
    assert queries.roles_in(cast.expert, cast.engagement, at=NOON - timedelta(seconds=1)) == {Role.EXPERT}
    assert queries.roles_in(cast.expert, cast.engagement, at=NOON) == frozenset()
    assert published() == ["RoleRevoked"]


def test_a_stranger_may_not_revoke(cast: Cast) -> None:
    with pytest.raises(NotThere):
        actions.revoke_role(grant=RoleGrant.objects.get(person=cast.expert), by=cast.stranger_manager, at=NOON)


def test_a_password_for_somebody_else_is_for_the_demo_only(cast: Cast, settings: Settings) -> None:
    persons, password = [cast.expert, cast.requester], "a long enough password"

    settings.DEMO = False
    with pytest.raises(PasswordsAreForTheDemo):
        actions.let_all_sign_in(persons=persons, password=password, at=NOON)
    settings.DEMO = True
    actions.let_all_sign_in(persons=persons, password=password, at=NOON)

    for person in persons:
        person.refresh_from_db()
        assert person.check_password(password)


def test_a_person_is_found_by_initials(cast: Cast) -> None:
    person = new_person(cast.engagement.client, name="欧阳修")

    for words in ("oyx", "ouyang", "欧阳", "oyx red-cross"):
        assert person in queries.search_persons(cast.platform_admin, words=words, at=NOON)
    assert person not in queries.search_persons(cast.stranger_admin, words="oyx", at=NOON)


@pytest.mark.parametrize("username", ["Zhang", "张三", "a", "-a", "a b", "x" * 60])
def test_names_that_no_account_may_have(cast: Cast, username: str) -> None:
    with pytest.raises(NotAnAccountName):
        new_person(cast.engagement.client, username=username)


def test_an_account_name_is_given_once(cast: Cast) -> None:
    with pytest.raises(NameTaken):
        new_person(cast.engagement.client, username="expert")


def test_a_closed_account_is_closed_once_and_can_be_opened(cast: Cast) -> None:
    actions.deactivate_person(person=cast.expert, by=cast.manager, at=NOON)
    actions.deactivate_person(person=cast.expert, by=cast.manager, at=LATER)
    actions.reactivate_person(person=cast.expert, by=cast.manager, at=LATER)

    assert published() == ["PersonDeactivated", "PersonReactivated"]


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("requester", NotAllowed),
        ("client_admin", NotAllowed),
        ("stranger_manager", NotThere),
        ("stranger_admin", NotThere),
    ],
)
def test_who_may_not_close_an_account(cast: Cast, who: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        actions.deactivate_person(person=cast.expert, by=cast.persons()[who], at=NOON)


def test_nobody_closes_his_own_account(cast: Cast) -> None:
    with pytest.raises(CannotCloseOwnAccount):
        actions.deactivate_person(person=cast.manager, by=cast.manager, at=NOON)


def new_person(organisation: Organisation, *, name: str = "王小明", username: str | None = None) -> Person:
    person = actions.create_person(name=name, organisation=organisation, username=username, by=None, at=NOON)
    Message.objects.all().delete()
    return person
