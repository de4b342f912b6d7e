"""What the API refuses: whoever has no token that counts, whatever has no scope, no reason, no plan that fits."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from xieban.administration import actions
from xieban.administration.models import Entry, Token
from xieban.administration.rules.scopes import SCOPES
from xieban.administration.tests.program import ROOT, Program
from xieban.directory.actions import begin_sign_in
from xieban.flows.actions import load_definitions, start
from xieban.flows.models import Instance
from xieban.tests.cast import NOON, Cast

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def instance(cast: Cast) -> Instance:
    load_definitions(at=NOON)
    return start(flow="leave", title="请假", values={}, by=cast.drafter, at=NOON)


def test_a_session_opens_nothing(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.administrator)

    assert browser.get(f"{ROOT}/accounts").status_code == 401


@pytest.mark.parametrize("raw", ["", "xba_0123456789_secret", "zst_0123456789_secret", "键"])
def test_a_key_that_nobody_made_opens_nothing(raw: str, cast: Cast) -> None:
    answer = Client(headers={"authorization": f"Bearer {raw}"}).get(f"{ROOT}/accounts")

    assert (answer.status_code, answer.json()["code"]) == (401, "Unauthorized")


@pytest.mark.parametrize(
    "change",
    [{"is_administrator": False}, {"is_active": False}],
    ids=["no administrator any more", "not here any more"],
)
def test_a_token_counts_while_its_owner_is_an_administrator(change: dict[str, bool], cast: Cast) -> None:
    program = Program(cast.administrator)
    type(cast.administrator).objects.filter(pk=cast.administrator.pk).update(**change)

    program.ask("/accounts", status=401)


def test_a_token_that_was_revoked_or_has_ended_opens_nothing(cast: Cast) -> None:
    revoked, ended = Program(cast.administrator), Program(cast.administrator)
    actions.revoke_token(uuid=str(revoked.token.uuid), by=cast.administrator, at=timezone.now())
    long_ago = timezone.now() - timedelta(days=30)
    Token.objects.filter(pk=ended.token.pk).update(created_at=long_ago, expires_at=long_ago + timedelta(days=1))

    revoked.ask("/accounts", status=401)
    ended.ask("/accounts", status=401)


def test_the_key_itself_is_kept_nowhere(cast: Cast) -> None:
    program = Program(cast.administrator)
    program.ask("/accounts")

    rows = [*Token.objects.values_list(), *Entry.objects.values_list()]

    assert program.raw.split("_", 2)[2] not in repr(rows)


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_does_what_its_scope_says_and_nothing_else(scope: str, cast: Cast, instance: Instance) -> None:
    program = Program(cast.administrator, scope)
    area = scope.partition(":")[0]
    lists = {
        "parts": "/parts",
        "parameters": "/parameters",
        "permissions": f"/accounts/{cast.drafter.uuid}/permissions",
        "accounts": "/accounts",
        "sessions": "/sessions",
        "flows": "/flows",
        "instances": "/instances",
        "queue": "/queue",
        "search": "/search",
        "attachments": "/attachments/verification",
        "audit": "/audit",
    }

    for other, address in lists.items():
        program.ask(address, status=200 if other == area else 403)
    may_write = scope == "instances:write"
    program.send(f"/instances/{instance.uuid}/suspend", dry_run=True, status=200 if may_write else 403)


def test_a_change_gives_a_reason(cast: Cast, instance: Instance) -> None:
    program = Program(cast.administrator)

    program.send(f"/instances/{instance.uuid}/suspend", reason="", dry_run=True, status=422)
    program.send(f"/instances/{instance.uuid}/suspend", reason="  ", dry_run=True, status=422)


def test_what_could_do_harm_is_planned_first(cast: Cast, instance: Instance) -> None:
    program = Program(cast.administrator)

    refused = program.send(f"/instances/{instance.uuid}/terminate", status=428)

    instance.refresh_from_db()
    assert (refused["code"], instance.status) == ("PlanNeeded", "running")


def test_a_dry_run_leaves_nothing_but_its_entry(cast: Cast, instance: Instance) -> None:
    program = Program(cast.administrator)

    planned = program.send(f"/instances/{instance.uuid}/terminate", dry_run=True)

    instance.refresh_from_db()
    entry = Entry.objects.get(what="instances.end")
    assert (planned["done"], planned["before"]["status"], planned["after"]["status"]) == (False, "running", "ended")
    assert (instance.status, instance.step, instance.facts.filter(kind="ended").count()) == ("running", 1, 0)
    assert (entry.is_dry_run, (entry.after or {})["status"]) == (True, "ended")


def test_a_plan_is_void_once_the_state_is_another(cast: Cast, instance: Instance) -> None:
    program = Program(cast.administrator)
    address = f"/instances/{instance.uuid}"
    plan = program.send(f"{address}/terminate", dry_run=True)["plan"]
    program.do(f"{address}/suspend")

    refused = program.send(f"{address}/terminate", plan=plan, status=412)

    instance.refresh_from_db()
    assert (refused["code"], instance.status) == ("PlanVoid", "suspended")


def test_a_plan_is_of_one_call_by_one_token(cast: Cast, instance: Instance) -> None:
    program, other = Program(cast.administrator), Program(cast.administrator)
    address = f"/instances/{instance.uuid}"
    plan = program.send(f"{address}/suspend", dry_run=True)["plan"]

    program.send(f"{address}/terminate", plan=plan, status=412)
    other.send(f"{address}/suspend", plan=plan, status=412)
    program.send(f"{address}/suspend", plan=f"9{plan}", status=412)
    program.send(f"{address}/suspend", plan=plan)


def test_every_call_is_an_entry_with_before_and_after(cast: Cast, instance: Instance) -> None:
    program = Program(cast.administrator)
    program.ask("/accounts")
    program.do(f"/instances/{instance.uuid}/suspend")
    program.send(f"/instances/{instance.uuid}/suspend", dry_run=True, status=409)

    log = program.ask("/audit", limit=4)["items"]

    assert [(one["what"], one["status"], one["problem"], one["is_dry_run"]) for one in log] == [
        ("instances.suspend", 409, "NotOffered", True),
        ("instances.suspend", 200, "", False),
        ("instances.suspend", 200, "", True),
        ("", 200, "", False),
    ]
    assert (log[1]["before"]["status"], log[1]["after"]["status"]) == ("running", "suspended")
    assert {one["by_name"] for one in log} == {cast.administrator.name}
    assert log[1]["reason"] == "工单 2023-0001"
    assert len(log[1]["request"]) == 12


def test_a_mistyped_dry_run_changes_nothing(cast: Cast) -> None:
    begin_sign_in(person=cast.clerk, method="password", address="10.0.0.8", agent="", at=timezone.now())
    program = Program(cast.administrator)

    told = program.send(f"/accounts/{cast.clerk.uuid}/sign-out", dryRun=True, status=422)

    assert told["errors"][0]["where"][-1] == "dryRun"
    assert len(program.ask("/sessions", account=str(cast.clerk.uuid))["items"]) == 1


def test_calls_without_a_token_are_written_down_once_a_minute(cast: Cast) -> None:
    for _ in range(5):
        Client(REMOTE_ADDR="10.0.0.9").get(f"{ROOT}/accounts")
    Client(REMOTE_ADDR="10.0.0.8").get(f"{ROOT}/accounts")

    assert sorted(Entry.objects.values_list("address", "status")) == [("10.0.0.8", 401), ("10.0.0.9", 401)]


def test_the_database_refuses_to_alter_an_entry(cast: Cast) -> None:
    Program(cast.administrator).ask("/accounts")

    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.update(reason="another")
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()


def test_the_list_of_entries_goes_on_where_it_ended(cast: Cast) -> None:
    program = Program(cast.administrator)
    for _ in range(3):
        program.ask("/flows")

    first = program.ask("/audit", limit=2)
    second = program.ask("/audit", limit=2, cursor=first["next_cursor"])

    both = [one["uuid"] for page in (first, second) for one in page["items"]]
    assert len(set(both)) == 4
