"""A program finds what is stuck, plans, repairs; the flow's own history and the audit log tell of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from xieban.administration.tests.program import Program
from xieban.directory import actions as directory
from xieban.flows import actions
from xieban.flows.models import Candidate, Fact, Instance, Seat, Timer, Token, Version
from xieban.flows.rules.stuck import Cause
from xieban.flows.tests.drawing import Drawing
from xieban.tests.cast import Cast

pytestmark = [pytest.mark.once, pytest.mark.django_db]
Happens = Callable[[Instance, Cast], None]


@pytest.fixture
def program(cast: Cast) -> Program:
    return Program(cast.administrator)


def drawn(*, who: str = "role:archivist", service: bool = False) -> Drawing:
    drawing = Drawing("check").start().end()
    if service:
        drawing.add('<serviceTask id="look" xieban:service="documents.typeset"/>')
    else:
        drawing.task("look", who=who)
    drawing.task("then", who="starter")
    return drawing.path("start", "look", "then", "end")


def begun(cast: Cast, drawing: Drawing) -> Instance:
    now = timezone.now()
    version = actions.keep_version(text=drawing.text().decode(), by=None, at=now)
    actions.publish(version=version, by=None, at=now)
    return actions.start(flow="check", title="文", values={}, by=cast.drafter, at=now)


def open_token(instance: Instance) -> Token:
    return Token.objects.exclude(state="ended").get(instance=instance)


def nobody_is_there(instance: Instance, cast: Cast) -> None:
    directory.lock_account(person=cast.archivist, by=None, at=timezone.now())


def its_service_failed(instance: Instance, cast: Cast) -> None:
    for _ in range(3):
        actions.report_trouble(
            instance=instance, token=open_token(instance).number, trouble="满", at=timezone.now()
        )


def its_service_never_answered(instance: Instance, cast: Cast) -> None:
    Token.objects.filter(instance=instance).update(since=timezone.now() - timedelta(hours=2))


def its_timer_did_not_fire(instance: Instance, cast: Cast) -> None:
    token, hour_ago = open_token(instance), timezone.now() - timedelta(hours=1)
    Timer.objects.create(
        instance=instance, token=token, number=99, kind="mark", element="look", due_at=hour_ago, state="running"
    )


def it_stands_nowhere(instance: Instance, cast: Cast) -> None:
    Token.objects.filter(instance=instance).update(
        state="ended", until=timezone.now() + timedelta(hours=1), ending="passed", died=1
    )


def nothing_moved(instance: Instance, cast: Cast) -> None:
    Instance.objects.filter(pk=instance.pk).update(moved_at=timezone.now() - timedelta(days=8))


@pytest.mark.parametrize(
    ("cause", "happens"),
    [
        (Cause.NOBODY, nobody_is_there),
        (Cause.FAILED, its_service_failed),
        (Cause.UNANSWERED, its_service_never_answered),
        (Cause.TIMER, its_timer_did_not_fire),
        (Cause.LOST, it_stands_nowhere),
        (Cause.STILL, nothing_moved),
    ],
)
def test_what_is_stuck_is_found_with_its_cause(
    cause: Cause, happens: Happens, cast: Cast, program: Program
) -> None:
    instance = begun(cast, drawn(service=cause in {Cause.FAILED, Cause.UNANSWERED}))
    assert program.ask("/instances", stuck=True)["items"] == [], "it goes on"

    happens(instance, cast)

    for found in (program.ask("/instances", stuck=True), program.ask("/instances", cause=cause.value)):
        assert [(one["uuid"], one["causes"]) for one in found["items"]] == [(str(instance.uuid), [cause.value])]
    others = [one for one in Cause if one is not cause]
    assert all(program.ask("/instances", cause=one.value)["items"] == [] for one in others)


def test_work_of_somebody_who_left_is_not_stuck_while_another_acts_for_him(cast: Cast, program: Program) -> None:
    begun(cast, drawn())

    directory.hand_over(person=cast.archivist, successor=cast.clerk, by=None, at=timezone.now())

    assert program.ask("/instances", stuck=True)["items"] == []
    [stay] = program.ask(f"/instances/{Instance.objects.get().uuid}")["stays"]
    assert stay["people"] == ["clerk"]


def test_the_parameter_says_how_still_is_too_still(cast: Cast, program: Program) -> None:
    instance = begun(cast, drawn())
    nothing_moved(instance, cast)

    program.do("/parameters/flows.still_days", value="30")

    assert program.ask("/instances", stuck=True)["items"] == []
    assert len(program.ask("/instances", stuck=True, still_days=7)["items"]) == 1


def test_one_who_left_work_behind_is_replaced(cast: Cast, program: Program) -> None:
    instance = begun(cast, drawn())
    address = f"/instances/{instance.uuid}"
    nobody_is_there(instance, cast)
    [stay] = program.ask(address)["stays"]
    assert stay["people"] == [], "whose account is closed cannot act"

    done = program.do(f"{address}/reassign", seat=stay["seats"][0], people=["clerk"])

    assert done["before"]["standing_at"][0]["who_could_act"] == []
    assert done["after"]["standing_at"][0]["who_could_act"] == ["clerk"]
    assert Candidate.objects.get(instance=instance, is_open=True).person == cast.clerk
    assert program.ask("/instances", stuck=True)["items"] == []
    history = program.ask(f"{address}/history")["items"]
    assert (history[-1]["kind"], history[-1]["by"]) == ("transferred", "administrator")
    assert instance.opinions.get().words == "工单 2023-0001"


def test_people_are_put_where_the_flow_found_nobody(cast: Cast, program: Program) -> None:
    instance = begun(cast, drawn(who="role:supervisor"))
    Candidate.objects.filter(instance=instance).delete()
    Seat.objects.filter(instance=instance).delete()
    [stay] = program.ask(f"/instances/{instance.uuid}")["stays"]

    program.do(f"/instances/{instance.uuid}/reassign", token=stay["token"], people=["clerk", "registrar"])

    people = Candidate.objects.filter(instance=instance, is_open=True).values_list("person__username", flat=True)
    assert set(people) == {"clerk", "registrar"}


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"people": ["clerk"]}, id="neither seat nor stay"),
        pytest.param({"people": ["clerk"], "seat": 1, "token": 1}, id="both"),
        pytest.param({"people": ["nobody-here"], "seat": 3}, id="nobody of that name"),
        pytest.param({"people": ["clerk", "registrar"], "seat": 3}, id="one seat, two people"),
        pytest.param({"people": ["clerk"], "seat": 999}, id="no such seat"),
    ],
)
def test_what_is_not_there_is_not_reassigned(asked: dict[str, object], cast: Cast, program: Program) -> None:
    instance = begun(cast, drawn())

    program.send(f"/instances/{instance.uuid}/reassign", dry_run=True, status=409, **asked)


def test_a_service_is_called_anew(cast: Cast, program: Program) -> None:
    instance = begun(cast, drawn(service=True))
    its_service_failed(instance, cast)

    program.do(f"/instances/{instance.uuid}/retry", token=open_token(instance).number)

    assert (open_token(instance).attempts, open_token(instance).trouble) == (0, "")
    assert list(Fact.objects.filter(instance=instance).values_list("kind", flat=True))[-1] == "service_called"
    assert program.ask("/instances", stuck=True)["items"] == []


def test_a_stay_is_moved_where_the_flow_allows(cast: Cast, program: Program) -> None:
    instance = begun(cast, drawn())
    address = f"/instances/{instance.uuid}"
    [stay] = program.ask(address)["stays"]

    program.send(f"{address}/jump", token=stay["token"], to="end", dry_run=True, status=409)
    done = program.do(f"{address}/jump", token=stay["token"], to="then")

    assert stay["jump_to"] == ["then"]
    assert [one["node"] for one in done["after"]["standing_at"]] == ["then"]


def test_an_instance_is_suspended_goes_on_and_is_ended(cast: Cast, program: Program) -> None:
    instance = begun(cast, drawn())
    address = f"/instances/{instance.uuid}"

    statuses = [program.do(f"{address}/{verb}")["after"]["status"] for verb in ("suspend", "resume", "terminate")]

    assert statuses == ["suspended", "running", "ended"]
    assert program.ask(address)["may"] == []


def test_an_instance_is_taken_to_another_version(cast: Cast, program: Program) -> None:
    instance = begun(cast, drawn())
    begun(cast, drawn(who="role:clerk"))
    address = f"/instances/{instance.uuid}"

    hindrances = program.ask(f"{address}/migration", version=2)["items"]
    done = program.do(f"{address}/migrate", version=2)

    assert (hindrances, done["before"]["version"], done["after"]["version"]) == ([], 1, 2)


def test_a_flow_is_kept_published_and_gone_back_from(cast: Cast, program: Program) -> None:
    begun(cast, drawn())
    text = drawn(who="role:clerk").text().decode()

    program.send("/flows", text=text)
    program.do("/flows/check/versions/2/publish")
    done = program.do("/flows/check/versions/1/roll-back")

    states = {number: one["state"] for number, one in done["after"]["versions"].items()}
    assert states == {"1": "retired", "2": "retired", "3": "published"}
    first, third = Version.objects.order_by("number")[0], Version.objects.order_by("number")[2]
    assert first.text == third.text
    program.send("/flows/check/versions/3/roll-back", dry_run=True, status=409)
    assert program.ask("/flows/check/versions/1/file")["text"] == first.text


def test_a_flow_that_cannot_run_is_not_kept(program: Program) -> None:
    refused = program.send("/flows", text="<nothing/>", status=422)

    assert refused["code"] == "FlowHasFaults"
