"""Parameters, accounts, sessions, the queue, indexes, attachments, parts: as a program looks after them."""

import io
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django_tasks import TaskResultStatus

from jishi.files.door import keep
from jishi.files.store import path_of
from jishi.outbox.door import undelivered
from jishi.search import door as search
from jishi.tasks.door import run_ready, tasks
from xieban.administration.actions import ask_to_rebuild
from xieban.administration.tests.program import Program
from xieban.chat.models import Message, Room
from xieban.directory import actions as directory
from xieban.directory.models import Person, SignIn
from xieban.directory.queries import accounts_in_many_hands
from xieban.flows.queries import office_calendar
from xieban.tests.cast import NOON, Cast
from xieban.writing.models import Attachment, Body

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(cast: Cast) -> Program:
    return Program(cast.administrator)


def test_a_parameter_counts_from_its_change_on_and_its_changes_say_why(cast: Cast, program: Program) -> None:
    before = office_calendar()

    program.do("/parameters/flows.office_hours", value="09:00-17:00")

    assert office_calendar() != before
    [change] = program.ask("/parameters/flows.office_hours/changes")["items"]
    assert (change["before"], change["after"]) == (settings.OFFICE_HOURS, "09:00-17:00")
    assert (change["by"], change["reason"]) == ("administrator", "工单 2023-0001")


@pytest.mark.parametrize("value", ["", "soon", "17:00-09:00", "09:00-12:00,11:00-13:00", "x" * 400])
def test_a_parameter_takes_only_its_values(value: str, program: Program) -> None:
    told = program.send("/parameters/flows.office_hours", value=value, dry_run=True, status=422)
    assert " is " not in told["title"], "all of it is said in the caller's language"


def test_what_the_environment_says_is_shown_and_not_changed(program: Program) -> None:
    found = {one["name"]: one for one in program.ask("/parameters", limit=100)["items"]}

    assert found["accounts.lock_after"]["value"] == str(settings.AXES_FAILURE_LIMIT)
    assert found["accounts.lock_after"]["setting"] == "XIEBAN_LOCK_AFTER"
    program.send("/parameters/accounts.lock_after", value="9", dry_run=True, status=404)


def test_an_account_is_locked_at_once_and_unlocked(cast: Cast, program: Program) -> None:
    browser = Client()
    browser.force_login(cast.drafter)
    browser.get("/")
    address = f"/accounts/{cast.drafter.uuid}"

    locked = program.do(f"{address}/lock")

    assert (locked["before"]["sessions"], locked["after"]["sessions"]) == (1, 0)
    assert browser.get("/").status_code == 302
    assert program.ask("/accounts", state="locked")["items"][0]["username"] == "drafter"
    program.send(f"{address}/unlock")
    again = Client()
    again.force_login(cast.drafter)
    assert again.get("/").status_code == 200


def test_nobody_locks_himself_out(cast: Cast, program: Program) -> None:
    program.send(f"/accounts/{cast.administrator.uuid}/lock", dry_run=True, status=409)


def test_one_device_is_signed_out_and_the_other_stays(cast: Cast, program: Program) -> None:
    at = timezone.now()
    first, second = (
        directory.begin_sign_in(person=cast.drafter, method="password", address="10.0.0.9", agent=name, at=at)
        for name in ("desk", "phone")
    )

    program.send(f"/sessions/{first.uuid}/end")

    left = program.ask("/sessions", account=str(cast.drafter.uuid))["items"]
    assert [one["uuid"] for one in left] == [str(second.uuid)]


def test_it_is_told_what_somebody_may_do_and_why(cast: Cast, program: Program) -> None:
    [head] = [
        one
        for one in program.ask(f"/accounts/{cast.department_head.uuid}/permissions")["items"]
        if "处室" in one["name"] or "head" in one["name"].lower()
    ]

    assert "Department Head" in head["why"]
    assert head["unit"] == "relief"


def test_a_failed_task_is_tried_again(program: Program) -> None:
    ask_to_rebuild(index="nowhere")
    run_ready()
    [failed] = program.ask("/queue/tasks", state="failed")["items"]

    program.send(f"/queue/tasks/{failed['id']}/retry")

    assert "KeyError" in failed["error"]
    assert tasks(TaskResultStatus.READY).count() == 1
    program.send(f"/queue/tasks/{failed['id']}/retry", status=404)


def test_news_that_was_given_up_is_tried_again(cast: Cast, program: Program) -> None:
    directory.ask_for_password_link(person=cast.drafter, at=NOON)
    mails = undelivered().filter(hearer="xieban.directory.jobs.on_password_forgotten")
    mails.update(given_up_at=NOON, attempts=9, last_error="Traceback\nOSError: no mail")
    [lost] = program.ask("/queue/messages", given_up=True)["items"]

    program.send(f"/queue/messages/{lost['number']}/retry")

    assert lost["error"] == "OSError: no mail"
    assert not undelivered(only_given_up=True).exists()


def test_an_index_is_built_anew_by_a_worker(program: Program) -> None:
    program.send("/search/people/rebuild")

    run_ready()

    assert tasks(TaskResultStatus.SUCCESSFUL).count() == 1
    assert {one["name"]: one["pieces"] for one in program.ask("/search")["items"]}["people"] > 5


def test_what_was_said_in_the_chat_is_found_again_by_an_index_built_anew(cast: Cast, program: Program) -> None:
    room = Room.objects.create(kind="department", key="d", address="!here", name="救援处", made_at=NOON)
    Message.objects.create(event="$one", room=room, person=cast.drafter, text="第三条请核对", at=NOON)
    scopes = [str(room.uuid)]
    assert list(search.newest(kinds=["chat.message"], scopes=scopes, words="核对", most=9)) == []

    program.send("/search/messages/rebuild")
    run_ready()

    assert len(search.newest(kinds=["chat.message"], scopes=scopes, words="核对", most=9)) == 1
    assert {one["name"]: one["pieces"] for one in program.ask("/search")["items"]}["messages"] == 1


def test_attachments_are_compared_with_their_digests(
    cast: Cast, program: Program, settings: object, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    body = Body.objects.create(kind="documents.document", key="1", by=cast.drafter, at=NOON)
    for place, content in enumerate((b"whole", b"changed", b"missing"), start=1):
        kept = keep(io.BytesIO(content), name=f"{content.decode()}.txt")
        Attachment.objects.create(
            body=body,
            kind="attachment",
            place=place,
            name=kept.name,
            sha256=kept.sha256,
            size=kept.size,
            media_type=kept.media_type,
            text_state="none",
            by=cast.drafter,
            at=NOON,
        )
    names = {one.name: one.sha256 for one in Attachment.objects.all()}
    path_of(names["changed.txt"]).write_bytes(b"another")
    path_of(names["missing.txt"]).unlink()

    found = program.ask("/attachments/verification")["items"]

    assert {one["sha256"]: one["verdict"] for one in found} == {
        names["whole.txt"]: "whole",
        names["changed.txt"]: "changed",
        names["missing.txt"]: "missing",
    }


def test_every_component_and_module_says_how_it_does(program: Program) -> None:
    found = {one["name"]: one for one in program.ask("/parts", limit=100)["items"]}

    assert {one["kind"] for one in found.values()} == {"component", "module"}
    assert len(found) == 19
    assert found["database"]["standing"] == "ok"
    assert found["workers"]["standing"] == "down", "no worker runs beside this test"
    assert {one["standing"] for one in found.values() if one["kind"] == "module"} <= {"ok", "unknown", "degraded"}
    assert program.ask("/parts/flows")["name"] == "flows"
    program.ask("/parts/nothing", status=404)


def test_a_key_that_is_sent_again_under_its_idempotency_key_takes_effect_once(cast: Cast, program: Program) -> None:
    body = {"reason": "工单 2023-0001"}
    address, headers = f"/admin/api/v1/accounts/{cast.drafter.uuid}/sign-out", {"Idempotency-Key": "only-once"}

    answers = [
        program.client.post(address, body, content_type="application/json", headers=headers) for _ in range(2)
    ]

    assert [one.status_code for one in answers] == [200, 200]
    assert answers[1]["Idempotent-Replayed"] == "true"
    assert len(program.ask("/audit", only_changes=True, about=f"account:{cast.drafter.uuid}")["items"]) == 1


def test_last_use_of_a_token_is_noted(cast: Cast, program: Program) -> None:
    program.ask("/flows")

    program.token.refresh_from_db()

    assert program.token.last_used_from == "127.0.0.1"
    assert program.token.last_used_at is not None


def test_administrators_with_business_or_a_password_only_are_counted(cast: Cast, client: Client) -> None:
    def figures() -> dict[str, float]:
        found = (line.partition("} ") for line in client.get("/metrics/directory").content.decode().splitlines())
        return {head.partition('figure="')[2].partition('"')[0]: float(value) for head, _, value in found if value}

    before = figures()
    type(cast.clerk).objects.filter(pk=cast.clerk.pk).update(is_administrator=True)

    after = figures()

    assert after["administrators_with_business"] == before["administrators_with_business"] + 1
    assert after["administrators_without_second_factor"] == before["administrators_without_second_factor"] + 1
    assert after["administrators_at_risk"] == before["administrators_at_risk"] + 2


def test_an_account_that_many_hands_use_at_once_is_counted(cast: Cast) -> None:
    at = timezone.now()

    def used(person: Person, address: str, *, ago: timedelta = timedelta(0)) -> None:
        SignIn.objects.create(
            person=person, method="password", address=address, started_at=at - ago, last_used_at=at - ago
        )

    for number in range(3):
        used(cast.clerk, f"10.0.0.{number}")
        used(cast.drafter, "10.0.0.9")
        used(cast.deputy_leader, f"10.0.1.{number}", ago=timedelta(hours=number * 2))

    assert accounts_in_many_hands(at=at) == 1
