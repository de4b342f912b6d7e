"""The administrator's pages: a token is made and revoked, what is stuck and what was done is shown."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from xieban.administration.actions.recording import note_fact
from xieban.administration.models import Token
from xieban.administration.rules.reasons import said
from xieban.administration.rules.scopes import SCOPES, covering
from xieban.administration.tests.program import Program
from xieban.directory.events import SignedIn, UnitChanged
from xieban.flows.actions import load_definitions, start
from xieban.flows.models import Instance
from xieban.tests.cast import NOON, Cast

TOP = Path(__file__).parents[3]
pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def browser(cast: Cast) -> Client:
    """Return the administrator's browser, who has just proved who he is."""
    browser = Client()
    browser.force_login(cast.administrator)
    session = browser.session
    at = timezone.now().timestamp()
    session["account_authentication_methods"] = [{"method": "password", "at": at, "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(cast.administrator.pk)
    session.save()
    return browser


def test_a_token_is_shown_once_and_revoked(cast: Cast, browser: Client) -> None:
    sent = {"name": "值守", "scopes": ["parts:read"], "days": "30"}
    made = browser.post("/administration/tokens/new/", sent, follow=True)
    raw = re.findall(r"xba_\w{10}_[\w-]+", made.content.decode())[0]
    program = Client(headers={"authorization": f"Bearer {raw}"})
    token = Token.objects.get()

    reloaded = browser.get(made.redirect_chain[-1][0])
    assert raw not in reloaded.content.decode(), "a reload makes no second and shows it no second time"
    assert program.get("/admin/api/v1/parts").status_code == 200
    assert raw not in browser.get("/administration/").content.decode()
    assert token.expires_at - token.created_at == timedelta(days=30)
    browser.post(f"/administration/tokens/{token.uuid}/revoke/")
    assert program.get("/admin/api/v1/parts").status_code == 401
    log = browser.get("/administration/log/").content.decode()
    assert "tokens.make" in log
    assert "tokens.revoke" in log
    assert " ".join(log.split()).count("> 值守 </div>") == 2, "by the name that people know, of a revoked one too"


@pytest.mark.parametrize("sent", [{"scopes": ["all"]}, {"scopes": []}, {"name": ""}, {"days": "9999"}])
def test_a_token_that_cannot_be_is_not_made(sent: dict[str, object], browser: Client) -> None:
    whole = {"name": "值守", "scopes": ["parts:read"], "days": "30"}

    answer = browser.post("/administration/tokens/new/", whole | sent)

    assert (answer.status_code, Token.objects.count()) == (422, 0)


def test_what_is_stuck_is_listed_with_its_cause(cast: Cast, browser: Client) -> None:
    load_definitions(at=NOON)
    instance = start(flow="leave", title="请假三天", values={}, by=cast.drafter, at=timezone.now())
    assert "请假三天" not in browser.get("/administration/stuck/").content.decode()

    Instance.objects.filter(pk=instance.pk).update(moved_at=timezone.now() - timedelta(days=8))

    page = browser.get("/administration/stuck/").content.decode()
    assert "请假三天" in page
    assert "很久没有动静" in page


def test_the_log_shows_what_was_before_and_after(cast: Cast, browser: Client) -> None:
    Program(cast.administrator).do("/parameters/flows.still_days", value="30")

    page = browser.get("/administration/log/").content.decode()

    assert "parameters.change" in page
    assert "&quot;value&quot;: &quot;7&quot;" in page
    assert "&quot;value&quot;: &quot;30&quot;" in page
    assert page.count("parameters.change") == 1, "the dry run is no change"
    assert browser.get("/administration/log/?all=1").content.decode().count("parameters.change") == 2


def test_the_log_names_people_and_units_and_not_their_keys(cast: Cast, browser: Client) -> None:
    person = cast.drafter
    key, unit = str(person.uuid), str(cast.office.uuid)
    note_fact(event=SignedIn(happened_at=NOON, key=key, by_uuid=key, method="password", address="10.0.0.7"))
    note_fact(event=UnitChanged(happened_at=NOON, key=unit, by_uuid=key, what="changed"))

    page = browser.get("/administration/log/?all=1").content.decode()

    assert f'<a href="/people/{person.uuid}/">{person.name}</a>' in page
    assert f">{cast.office.name}</a>" in page
    assert "directory.SignedIn" not in page
    assert "person:" not in page


def test_who_may_change_may_look() -> None:
    assert covering(["flows:read", "flows:write", "audit:read"]) == ["flows:write", "audit:read"]
    assert all(one.endswith(":write") or one.replace("read", "write") not in SCOPES for one in covering(SCOPES))


def test_why_a_part_is_not_well_stands_in_the_language_of_the_page(browser: Client) -> None:
    page = browser.get("/administration/").content.decode()

    assert "没有后台进程在运行" in page
    assert "no worker is alive" not in page


@pytest.mark.parametrize("folder", ["jishi/health", "xieban/chat/queries", "xieban/administration/queries"])
def test_every_reason_is_known_in_chinese(folder: str) -> None:
    source = "".join(one.read_text(encoding="utf-8") for one in sorted((TOP / folder).glob("*.py")))
    reasons = re.findall(r'(?:Standing\.(?:DOWN|DEGRADED|UNKNOWN),\s+|reasons=\()f?"(.+?)"[,)]', source)

    filled = [re.sub(r"\{.*?\}", "7", one) for one in reasons]
    assert [one for one in filled if said(one, "zh-hans") == one] == []
    assert reasons
    assert said("no worker is alive", "en") == "no worker is alive"
