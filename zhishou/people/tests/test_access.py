from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from conftest import NOON, Cast
from jishi.keys.door import UnknownScope, WrongExpiry
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.people import actions, jobs, queries
from zhishou.people.actions.invitations import NewInvitation
from zhishou.people.actions.roles import WrongParty
from zhishou.people.actions.tokens import NewToken
from zhishou.people.events import PasswordForgotten, PersonInvited
from zhishou.people.models import Person, Token
from zhishou.people.rules import Role

pytestmark = pytest.mark.once

GOOD = {
    "name": "周新人",
    "username": "zhouxin",
    "password": "a lamp, a hill, a gate",
    "again": "a lamp, a hill, a gate",
}
DAY = timedelta(days=1)


def invite(cast: Cast, role: Role = Role.EXPERT, *, by: Person | None = None) -> NewInvitation:
    return actions.invite_person(
        name="周新人",
        organisation=cast.engagement.vendor,
        roles={cast.engagement: [role]},
        email="zhou@example.org",
        by=by or cast.manager,
        at=timezone.now(),
    )


def make(person: Person, *scopes: str, days: int = 30) -> NewToken:
    return actions.make_token(name="robot", scopes=scopes, expires_at=NOON + days * DAY, by=person, at=NOON)


def test_an_invitation_makes_an_account_with_its_roles_once(cast: Cast) -> None:
    made = invite(cast)
    address = f"/join/{made.secret}/"

    first = Client().post(address, GOOD)
    second = Client().post(address, GOOD | {"username": "another"})

    person = Person.objects.get(username="zhouxin")
    assert first.headers["Location"] == "/sign-in/"
    assert second.status_code == 404
    assert queries.roles_in(person, cast.engagement, at=timezone.now()) == {Role.EXPERT}
    assert made.secret not in str(made.invitation.__dict__)


def test_the_form_of_an_invitation_lets_the_browser_name_its_origin(cast: Cast) -> None:
    """Under "no-referrer" a browser sends `Origin: null`, and the form is refused as forged."""
    page = Client().get(f"/join/{invite(cast).secret}/")

    assert page.headers["Referrer-Policy"] == "strict-origin"


def test_withdrawn_expired_and_unknown_invitations_look_the_same(cast: Cast) -> None:
    made = invite(cast)
    later = timezone.now() + 8 * DAY

    with pytest.raises(NotThere):
        queries.open_invitation(made.secret, at=later)
    actions.withdraw_invitation(invitation=made.invitation, by=cast.manager, at=timezone.now())
    assert Client().get(f"/join/{made.secret}/").status_code == 404
    assert Client().get(f"/join/{'0' * 64}/").status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"password": "short", "again": "short"},
        {"password": "password1234", "again": "password1234"},
        {"password": "zhouxin-2023", "again": "zhouxin-2023"},
        {"again": "something else entirely"},
        {"username": "张三"},
        {"username": "expert"},
    ],
)
def test_a_bad_account_is_not_made(cast: Cast, change: dict[str, str]) -> None:
    response = Client().post(f"/join/{invite(cast).secret}/", GOOD | change)

    assert response.status_code == 200
    assert "This password" not in response.content.decode()
    assert not Person.objects.filter(name="周新人").exists()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"password": "zhouxin-2023", "again": "zhouxin-2023"}, id="the account name"),
        pytest.param(
            {"username": "zx", "password": "zhouxinren-2023", "again": "zhouxinren-2023"}, id="the name's pinyin"
        ),
    ],
)
def test_a_password_like_its_person_is_refused_without_naming_a_column(cast: Cast, change: dict[str, str]) -> None:
    page = Client().post(f"/join/{invite(cast).secret}/", GOOD | change).content.decode()

    assert "不能与您的姓名、拼音、账号名、邮箱或手机号相似。" in page
    assert "太相似" not in page


def test_who_may_not_invite(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        invite(cast, by=cast.expert)
    with pytest.raises(NotAllowed):
        invite(cast, by=cast.client_admin)
    with pytest.raises(NotAllowed):
        invite(cast, by=cast.stranger_manager)
    with pytest.raises(WrongParty):
        invite(cast, Role.LEADER, by=cast.platform_admin)


def test_the_link_goes_out_by_mail_and_lies_nowhere(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    made = invite(cast)
    event = PersonInvited(
        happened_at=NOON,
        key=str(made.invitation.uuid),
        name="周新人",
        organisation_code="x",
        roles={},
        expires_at=made.invitation.expires_at,
    )

    jobs.on_person_invited(event, at=timezone.now())

    assert made.secret in mail.outbox[0].body
    assert mail.outbox[0].to == ["zhou@example.org"]


def test_a_link_for_a_new_password_works_once_and_signs_out(cast: Cast, settings: Settings) -> None:
    cache.clear()
    settings.EMAIL_HOST = "mail.example.org"
    Person.objects.filter(pk=cast.requester.pk).update(email="r@example.org")
    client = Client()
    client.force_login(cast.requester)
    assert client.get("/account/").status_code == 200

    jobs.on_password_forgotten(PasswordForgotten(happened_at=NOON, key=str(cast.requester.uuid)), at=NOON)
    link = mail.outbox[0].body.split(settings.PUBLIC_URL)[1].split()[0]
    form = Client().get(link, follow=True)
    chosen = {"password1": GOOD["password"], "password2": GOOD["password"]}
    helper = Client()
    target = helper.get(link).headers["Location"]
    done = helper.post(target, chosen)

    assert form.status_code == 200
    assert done.status_code == 302
    assert client.get("/account/").status_code == 302
    again = Client().get(link, follow=True).content.decode()
    assert "链接已被使用或已过期" in again


@pytest.mark.parametrize("address", ["r@example.org", "nobody@example.org"])
def test_asking_for_a_new_password_tells_nothing(cast: Cast, address: str) -> None:
    cache.clear()
    Person.objects.filter(pk=cast.requester.pk).update(email="r@example.org")

    response = Client(HTTP_HOST="localhost").post("/sign-in/forgotten/", {"email": address})

    assert response.headers["Location"] == "/sign-in/forgotten/sent/"


def test_a_token_finds_its_person_until_it_expires(cast: Cast) -> None:
    made = make(cast.expert, "read", days=1)

    bearer = queries.person_for_token(made.raw, at=NOON + DAY - timedelta(seconds=1))

    assert bearer is not None
    assert (bearer.person, bearer.scopes) == (cast.expert, frozenset({"read"}))
    assert queries.person_for_token(made.raw, at=NOON + DAY) is None
    assert made.raw not in str(Token.objects.values().get())


def test_what_is_no_token_finds_nobody(cast: Cast) -> None:
    raw = make(cast.expert, "read").raw

    for spoilt in (f"{raw[:-1]}!", "", "zst_short_x", raw.upper(), raw.replace("zst", "xyz")):
        assert queries.person_for_token(spoilt, at=NOON) is None


def test_the_use_of_a_token_is_noted_once_a_minute(cast: Cast) -> None:
    raw = make(cast.expert, "read").raw
    moments = [NOON, NOON + timedelta(seconds=59), NOON + timedelta(seconds=60)]
    noted = []

    for at in moments:
        actions.use_token(raw=raw, at=at)
        noted.append(Token.objects.get().last_used_at)

    assert noted == [NOON, NOON, NOON + timedelta(seconds=60)]


def test_a_token_must_expire_and_may_only_what_exists(cast: Cast) -> None:
    with pytest.raises(WrongExpiry):
        make(cast.expert, "read", days=0)
    with pytest.raises(WrongExpiry):
        make(cast.expert, "read", days=400)
    with pytest.raises(UnknownScope):
        make(cast.expert, "everything")
    with pytest.raises(UnknownScope):
        make(cast.expert)


def test_nobody_revokes_the_token_of_another(cast: Cast) -> None:
    made = make(cast.expert, "read")

    with pytest.raises(NotThere):
        actions.revoke_token(uuid=str(made.token.uuid), by=cast.manager, at=NOON)
    actions.revoke_token(uuid=str(made.token.uuid), by=cast.expert, at=NOON)
    assert queries.person_for_token(made.raw, at=NOON) is None


def test_the_api_knows_a_token_and_its_scopes(cast: Cast) -> None:
    at = timezone.now()
    made = actions.make_token(name="robot", scopes=["people:read"], expires_at=at + DAY, by=cast.manager, at=at)
    headers = {"Authorization": f"Bearer {made.raw}"}
    code = cast.engagement.code

    me = Client().get("/api/v1/me", headers=headers)
    granted = Client().post(
        f"/api/v1/engagements/{code}/roles",
        {"person": str(cast.expert.uuid), "role": "manager"},
        content_type="application/json",
        headers=headers | {"Idempotency-Key": "0123456789abcdef"},
    )

    assert me.json()["roles"] == {code: ["manager"]}
    assert granted.status_code == 403
    assert Client().get("/api/v1/me", headers={"Authorization": "Bearer zst_0123456789_x"}).status_code == 401


@pytest.mark.parametrize(("name", "status"), [("expert", 200), ("stranger_manager", 404), ("platform_admin", 404)])
def test_the_roles_of_a_contract_are_its_own_peoples(cast: Cast, name: str, status: int) -> None:
    client = Client()
    client.force_login(cast.persons()[name])

    assert client.get(f"/api/v1/engagements/{cast.engagement.code}/roles").status_code == status
