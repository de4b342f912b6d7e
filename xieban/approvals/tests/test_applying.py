"""Applying for leave, a car, a seal: by pages and by actions, with the rules that are hung on the flows."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from xieban.approvals import actions, queries
from xieban.approvals.actions.applying import NoSuchCopies
from xieban.approvals.actions.cars import CarIsTaken, NoSuchMileage, NoSuchPassengers, NoSuchVehicle
from xieban.approvals.actions.leave import (
    AwayAlready,
    LastDayBeforeFirst,
    LeaveTooLong,
    NoHalfDays,
    NotEnoughLeft,
    NoWorkingDay,
    TooManyDays,
)
from xieban.approvals.jobs import on_instance_moved
from xieban.approvals.models import Leave, Trip
from xieban.approvals.rules import Kind
from xieban.directory.models import Person
from xieban.flows import actions as flows
from xieban.flows import queries as flow_queries
from xieban.flows.events import InstanceMoved
from xieban.flows.models import Instance
from xieban.flows.rules.words import Decision, Verb
from xieban.tests.cast import NOON, Cast
from xieban.writing.models import Attachment

pytestmark = [pytest.mark.once, pytest.mark.django_db]
# Monday to Friday; the fifth of April is a holiday (清明节).
WEEK: dict[str, Any] = {
    "leave_kind": "年休假",
    "since": "2023-03-20",
    "until": "2023-03-24",
    "days": "",
    "reason": "探亲",
}
TRIP: dict[str, Any] = {
    "destination": "民勤县",
    "leaves_at": "2023-03-20T09:00:00+08:00",
    "back_at": "2023-03-20T17:00:00+08:00",
    "passengers": 3,
}


@pytest.fixture(autouse=True)
def definitions(cast: Cast) -> None:
    del cast
    flows.load_definitions(at=NOON)


def does(person: Person, instance: Instance, *, decision: Decision = Decision.DONE, **values: Any) -> None:
    standing = flow_queries.standing_of(person, instance, at=NOON)
    deed = standing.control.of(Verb.COMPLETE)[0]
    seat = str(standing.seats[deed.seat])
    actions.complete(seat_uuid=seat, decision=decision, values=values, by=person, at=NOON)


def leave(by: Person, **changed: Any) -> Instance:
    return actions.apply(kind=Kind.LEAVE, values={**WEEK, **changed}, by=by, at=NOON)


def test_a_leave_is_counted_in_working_days_and_drawn_from_what_is_left(cast: Cast) -> None:
    actions.entitle(person=cast.drafter, year=2023, days=7.5, by=cast.registrar, at=NOON)

    first = leave(cast.drafter)
    across = leave(cast.drafter, since="2023-04-04", until="2023-04-06", days=1.5)

    assert Leave.objects.get(instance=first).half_days == 10
    assert first.variables["days"] == 5
    assert "年休假 5天" in first.title
    there = queries.balance(cast.drafter, year=2023)
    assert there is not None
    assert (there.left_days, there.taken_days) == (1.0, 6.5)
    with pytest.raises(NotEnoughLeft):
        leave(cast.drafter, since="2023-05-08", until="2023-05-09")
    with pytest.raises(TooManyDays):
        leave(cast.drafter, leave_kind="事假", since="2023-05-08", until="2023-05-09", days=2.5)
    flows.cancel(instance=across, words="行程取消", by=cast.drafter, at=NOON)
    there = queries.balance(cast.drafter, year=2023)
    assert there is not None
    assert there.left_days == 2.5, "what was called off is given back"


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        pytest.param({"until": "2023-03-19"}, LastDayBeforeFirst, id="the end before the beginning"),
        pytest.param({"since": "2023-03-18", "until": "2023-03-19"}, NoWorkingDay, id="a weekend"),
        pytest.param({"days": 0.3}, NoHalfDays, id="no half days"),
        pytest.param({"days": 0}, NoHalfDays, id="no day at all"),
        pytest.param({"leave_kind": "事假", "until": "9999-12-31"}, LeaveTooLong, id="a year that was mistyped"),
    ],
)
def test_a_leave_that_cannot_be_leaves_nothing_behind(
    cast: Cast, changed: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        leave(cast.drafter, **changed)

    assert not Instance.objects.exists()


def test_nobody_is_away_twice_on_the_same_day(cast: Cast) -> None:
    leave(cast.drafter)

    with pytest.raises(AwayAlready):
        leave(cast.drafter, leave_kind="病假", since="2023-03-24", until="2023-03-27")

    assert leave(cast.clerk), "somebody else may"


def trip(cast: Cast, **changed: Any) -> Instance:
    instance = actions.apply(kind=Kind.CAR, values={**TRIP, **changed}, by=cast.drafter, at=NOON)
    does(cast.department_head, instance, decision=Decision.AGREE)
    return instance


def plates(instance: Instance, cast: Cast) -> tuple[str, ...]:
    forms = flow_queries.forms_of(cast.office_head, instance, at=NOON)
    entry = next(one for form in forms for one in form.entries if one.name == "plate")
    return tuple(one.value for one in entry.choices)


def test_a_car_is_never_promised_twice_for_the_same_half_hour(cast: Cast) -> None:
    for plate in ("甘A·10001", "甘A·10002"):
        actions.register_vehicle(plate=plate, name="", seats=5, by=cast.office_head, at=NOON)
    first, second = (
        trip(cast),
        trip(cast, leaves_at="2023-03-20T16:45:00+08:00", back_at="2023-03-20T18:00:00+08:00"),
    )
    after = trip(cast, leaves_at="2023-03-20T17:00:00+08:00", back_at="2023-03-20T18:00:00+08:00")

    assert plates(first, cast) == ("甘A·10001", "甘A·10002")
    does(cast.office_head, first, plate="甘A·10001", driver="马师傅")
    first.refresh_from_db()

    assert plates(second, cast) == ("甘A·10002",)
    with pytest.raises(CarIsTaken):
        does(cast.office_head, second, plate="甘A·10001", driver="马师傅")
    with pytest.raises(NoSuchVehicle):
        does(cast.office_head, second, plate="甘A·99999", driver="马师傅")
    assert flow_queries.turns_of(second, at=NOON)[0].name == "派车", (
        "a refused promise leaves the work where it was"
    )
    does(cast.office_head, after, plate="甘A·10001", driver="马师傅")
    assert Trip.objects.count() == 2


def test_a_car_is_free_again_when_an_administrator_ends_the_trip(cast: Cast) -> None:
    actions.register_vehicle(plate="甘A·10001", name="", seats=5, by=cast.office_head, at=NOON)
    instance = trip(cast)
    does(cast.office_head, instance, plate="甘A·10001", driver="马师傅")
    moved = InstanceMoved(
        instance_uuid=str(instance.uuid), flow="car", step=4, status="running", what=[], entered=[], people=[],
        readers=[], by=None, happened_at=NOON,
    )  # fmt: skip
    on_instance_moved(moved, at=NOON)
    assert Trip.objects.count() == 1, "while the car is out, it stays promised"

    instance.refresh_from_db()
    flows.end(instance=instance, words="车辆故障", by=cast.administrator, at=NOON)
    on_instance_moved(moved, at=NOON)

    assert not Trip.objects.exists()


@pytest.mark.parametrize("number", [0, -3, 2.5, 900])
def test_whole_people_go_along_and_whole_copies_are_sealed(cast: Cast, number: float) -> None:
    with pytest.raises(NoSuchPassengers):
        trip(cast, passengers=number)
    if number != 900:
        values: dict[str, Any] = {"subject": "合同", "seal": "单位公章", "use": "一般", "copies": number}
        with pytest.raises(NoSuchCopies):
            actions.apply(kind=Kind.SEAL, values=values, by=cast.drafter, at=NOON)

    assert not Instance.objects.exists()


def test_no_trip_goes_backwards(cast: Cast) -> None:
    actions.register_vehicle(plate="甘A·10001", name="", seats=5, by=cast.office_head, at=NOON)
    instance = trip(cast)
    does(cast.office_head, instance, plate="甘A·10001", driver="马师傅")

    with pytest.raises(NoSuchMileage):
        does(cast.drafter, instance, mileage=-30)

    does(cast.drafter, instance, mileage=30)


@pytest.mark.one_engine
def test_an_application_is_made_on_its_page_with_every_fault_at_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.drafter)

    wrong = client.post("/approvals/new/car/", {"destination": "民勤县", "leaves_at": "明早", "passengers": "三"})
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert all(words in page for words in ("民勤县", "请填写日期和时间", "请填写数字", "请填写这一项"))
    backwards = client.post(
        "/approvals/new/car/",
        {
            "destination": "民勤县",
            "leaves_at": "2023-03-20T09:00",
            "back_at": "2023-03-20T08:00",
            "passengers": "3",
        },
    )
    assert "返回时间必须晚于出发时间" in backwards.content.decode()
    assert 'value="2023-03-20T09:00"' in backwards.content.decode()
    made = client.post(
        "/approvals/new/car/",
        {
            "destination": "民勤县",
            "leaves_at": "2023-03-20T09:00",
            "back_at": "2023-03-20T18:00",
            "passengers": "3",
        },
        follow=True,
    )

    assert "处室负责人审批" in made.content.decode()
    assert "2023-03-20 09:00" in made.content.decode()
    listed = client.get("/approvals/").content.decode()
    assert "Drafter用车：民勤县" in listed
    assert "Department Head" in listed


@pytest.mark.one_engine
def test_the_list_goes_on_where_the_page_ended(cast: Cast) -> None:
    made = [
        actions.apply(
            kind=Kind.SEAL,
            values={"subject": f"第{number}件", "seal": "单位公章", "use": "一般", "copies": 1},
            by=cast.drafter,
            at=NOON + timedelta(minutes=number),
        )
        for number in range(21)
    ]

    first, following = queries.applications_of(cast.drafter, kind=Kind.SEAL, before=None, at=NOON)
    rest, end = queries.applications_of(cast.drafter, kind=Kind.SEAL, before=following, at=NOON)

    assert [row.instance.pk for row in (*first, *rest)] == [one.pk for one in reversed(made)]
    assert end is None
    assert queries.applications_of(cast.drafter, kind=Kind.LEAVE, before=None, at=NOON) == ([], None)


def test_the_moment_of_a_trip_is_kept_with_its_zone(cast: Cast) -> None:
    instance = trip(cast)

    assert datetime.fromisoformat(instance.variables["leaves_at"]).utcoffset() == timedelta(hours=8)


@pytest.mark.one_engine
def test_what_is_to_be_sealed_comes_with_the_application_and_only_its_people_see_it(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.drafter)
    form = {"subject": "合同一份", "seal": "单位公章", "use": "一般", "copies": "2"}
    contract = SimpleUploadedFile("合同.pdf", b"%PDF-1.7\n...")
    program = SimpleUploadedFile("合同.pdf", b"MZ\x90\x00...")

    refused = client.post("/approvals/new/seal/", {**form, "files": [program]})
    assert refused.status_code == 422
    assert not Instance.objects.exists(), "nothing is begun where a file is refused"
    made = client.post("/approvals/new/seal/", {**form, "files": [contract]}, follow=True)

    page = made.content.decode()
    assert "合同.pdf" in page
    (file,) = Attachment.objects.all()
    assert f"/writing/files/{file.uuid}/remove/" not in page, "handed in, it is not changed any more"
    address = f"/writing/files/{file.uuid}/"
    seen = {}
    for name in ("drafter", "department_head", "clerk", "stranger"):
        client.force_login(getattr(cast, name))
        seen[name] = client.get(address).status_code
    assert seen == {"drafter": 200, "department_head": 200, "clerk": 404, "stranger": 404}
