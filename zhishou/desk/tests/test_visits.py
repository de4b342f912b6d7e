"""Visits: ordered, on the way, there, signed, over; each act once and at the moment that counts."""

import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from conftest import NOON
from jishi.files.door import Sent
from jishi.files.tests.samples import picture
from zhishou.contracts.rules import Level
from zhishou.desk import actions, queries
from zhishou.desk.actions.desk_codes import TooManyCodes, WrongCode
from zhishou.desk.actions.intakes import InTheFuture
from zhishou.desk.actions.on_site import (
    BeforeTheOrder,
    IdUsedForAnother,
    NeedsPhoto,
    NeedsPlace,
    NeedsSignature,
    NeedsWork,
    NotASignature,
    NothingWrittenDown,
    SignedAlready,
)
from zhishou.desk.actions.visits import (
    VisitStandsElsewhere,
)
from zhishou.desk.models import Clock, Evidence, Signature, Visit
from zhishou.desk.queries.history import HappeningKind
from zhishou.desk.rules.clocks import Standing
from zhishou.desk.rules.visits import ActKind, VisitReason, VisitState
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.visiting import STROKES, Road
from zhishou.ledger.models import Entry
from zhishou.notify.models import Notice

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def state(visit: Visit) -> str:
    return Visit.objects.values_list("state", flat=True).get(pk=visit.pk)


def test_ordering_a_visit_decides_to_go_and_tells_the_engineer(desk: Desk, road: Road) -> None:
    ticket = desk.open(Level.SEVERE)

    visit = road.order(ticket, at=NOON + 5 * MINUTE)

    onsite = desk.clock(ticket, "onsite")
    assert (onsite.started_at, onsite.standing) == (NOON + 5 * MINUTE, Standing.ON_TRACK)
    assert visit.state == VisitState.ORDERED
    assert Notice.objects.get(kind="desk.visit_ordered").person == desk.cast.first_line
    assert Entry.objects.get(what="desk.visit_order").payload["visit"] == str(visit.uuid)


def test_a_fatal_ticket_has_its_clock_already(desk: Desk, road: Road) -> None:
    ticket = desk.open(Level.FATAL)

    road.order(ticket, reason=VisitReason.EMERGENCY, at=NOON + 5 * MINUTE)

    assert Clock.objects.filter(ticket=ticket, commitment="onsite").count() == 1
    assert desk.clock(ticket, "onsite").started_at == NOON


def test_a_check_in_keeps_the_promise_to_come_and_the_response(desk: Desk, road: Road) -> None:
    ticket = desk.open(Level.FATAL)
    visit = road.order(ticket, reason=VisitReason.EMERGENCY, at=NOON + 5 * MINUTE)
    road.tell(visit, ActKind.DEPART, at=NOON + 10 * MINUTE)

    road.tell(visit, ActKind.CHECK_IN, at=NOON + 50 * MINUTE)

    evidence = Evidence.objects.get(kind="check_in")
    for commitment in ("onsite", "response_cap"):
        clock = desk.clock(ticket, commitment)
        assert (clock.standing, clock.ended_at) == (Standing.KEPT, NOON + 50 * MINUTE), commitment
    assert (evidence.happened_at, evidence.words) == (NOON + 50 * MINUTE, "三楼办公室")
    assert str(visit.uuid) in evidence.source
    assert state(visit) == VisitState.ON_SITE


def test_a_check_in_sent_later_counts_when_it_was_and_shows_that_it_came_later(desk: Desk, road: Road) -> None:
    ticket = desk.open(Level.FATAL)
    visit = road.order(ticket, reason=VisitReason.EMERGENCY, at=NOON)
    wrong_by = timedelta(days=-3, hours=5)
    device = NOON + 40 * MINUTE + wrong_by, NOON + 100 * MINUTE + wrong_by

    act = road.tell(visit, ActKind.CHECK_IN, device_at=device[0], sent_at=device[1], at=NOON + 100 * MINUTE)

    evidence = Evidence.objects.get(kind="check_in")
    assert (evidence.happened_at, evidence.recorded_at) == (NOON + 40 * MINUTE, NOON + 100 * MINUTE)
    assert (act.device_at, act.happened_at, act.received_at) == (
        device[0], NOON + 40 * MINUTE, NOON + 100 * MINUTE,
    )  # fmt: skip
    assert desk.clock(ticket, "onsite").standing == Standing.KEPT


def test_what_comes_too_late_counts_from_receipt(desk: Desk, road: Road, settings: Settings) -> None:
    settings.VISIT_OFFLINE_HOURS = 2
    visit = road.order(desk.open(Level.SEVERE))
    late = NOON + 10 * HOUR

    act = road.tell(visit, ActKind.CHECK_IN, device_at=NOON + HOUR, at=late)
    work = road.tell(visit, ActKind.REPORT, device_at=late - HOUR, at=late + MINUTE)

    assert (act.happened_at, act.is_too_old) == (late, True)
    assert work.happened_at == late  # nothing counts before the arrival that it follows


@pytest.mark.parametrize(
    ("device_at", "refused"),
    [
        pytest.param(NOON - MINUTE, BeforeTheOrder, id="before anybody decided to go"),
        pytest.param(NOON + 2 * HOUR, InTheFuture, id="not yet"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(
    device_at: object, refused: type[Exception], desk: Desk, road: Road
) -> None:
    visit = road.order(desk.open(Level.SEVERE))

    with pytest.raises(refused):
        road.tell(visit, ActKind.CHECK_IN, device_at=device_at, at=NOON + HOUR)

    assert state(visit) == VisitState.ORDERED
    assert not Evidence.objects.filter(kind="check_in").exists()


def test_what_is_sent_twice_is_taken_once(desk: Desk, road: Road) -> None:
    first, other = road.order(desk.open(Level.SEVERE)), road.order(desk.open(Level.SEVERE))
    key = uuid.uuid4()

    taken = [road.tell(first, ActKind.CHECK_IN, uuid=key, at=NOON + turn * MINUTE) for turn in (1, 2)]

    assert taken[0] == taken[1]
    assert Evidence.objects.filter(kind="check_in").count() == 1
    with pytest.raises(IdUsedForAnother):
        road.tell(other, ActKind.CHECK_IN, uuid=key, at=NOON + MINUTE)
    with pytest.raises(VisitStandsElsewhere):
        road.tell(first, ActKind.CHECK_IN, at=NOON + 3 * MINUTE)


def test_the_code_at_the_clients_desk_proves_presence(desk: Desk, road: Road) -> None:
    visit = road.order(desk.open(Level.SEVERE))
    code = road.code(at=NOON + 30 * MINUTE)

    road.tell(
        visit, ActKind.CHECK_IN, code=code, device_at=NOON + 31 * MINUTE, sent_at=NOON + 3 * HOUR,
        at=NOON + 3 * HOUR,
    )  # fmt: skip

    visit.refresh_from_db()
    assert (visit.check_in_way, visit.arrived_at) == ("code", NOON + 31 * MINUTE)
    assert Evidence.objects.get(kind="check_in").words == visit.destination


def test_wrong_codes_are_counted_and_then_none_is_looked_at(desk: Desk, road: Road) -> None:
    visit = road.order(desk.open(Level.SEVERE))
    code = road.code(at=NOON + MINUTE)
    wrong = "000000" if code != "000000" else "111111"

    for _ in range(5):
        with pytest.raises(WrongCode):
            road.tell(visit, ActKind.CHECK_IN, code=wrong, at=NOON + MINUTE)
    with pytest.raises(TooManyCodes):
        road.tell(visit, ActKind.CHECK_IN, code=code, at=NOON + MINUTE)
    assert state(visit) == VisitState.ORDERED

    later = NOON + 12 * MINUTE
    road.tell(visit, ActKind.CHECK_IN, code=road.code(at=later), at=later)
    assert state(visit) == VisitState.ON_SITE


def test_no_code_counts_where_none_was_ever_shown(desk: Desk, road: Road) -> None:
    visit = road.order(desk.open(Level.SEVERE))

    with pytest.raises(WrongCode):
        road.tell(visit, ActKind.CHECK_IN, code="123456", at=NOON + MINUTE)


def test_a_visit_ends_with_work_and_a_signature(desk: Desk, road: Road) -> None:
    visit = road.order(desk.open(Level.SEVERE))
    for kind in (ActKind.REPORT, ActKind.SIGN, ActKind.LEAVE):
        with pytest.raises(VisitStandsElsewhere):
            road.tell(visit, kind, at=NOON + MINUTE)
    with pytest.raises(NeedsPlace):
        road.tell(visit, ActKind.CHECK_IN, place=" ", at=NOON + MINUTE)
    road.tell(visit, ActKind.CHECK_IN, at=NOON + MINUTE)
    for kind in (ActKind.SIGN, ActKind.LEAVE):
        with pytest.raises(NothingWrittenDown):
            road.tell(visit, kind, at=NOON + 2 * MINUTE)
    with pytest.raises(NeedsWork):
        road.tell(visit, ActKind.REPORT, words=" ", at=NOON + 2 * MINUTE)
    road.tell(visit, ActKind.REPORT, at=NOON + 2 * MINUTE)
    with pytest.raises(NeedsSignature):
        road.tell(visit, ActKind.LEAVE, at=NOON + 3 * MINUTE)
    no_signatures: tuple[dict[str, Any], ...] = (
        {"strokes": []}, {"signer_name": ""}, {"signer_role": "长" * 61},
    )  # fmt: skip
    for wrong in no_signatures:
        with pytest.raises(NotASignature):
            road.tell(visit, ActKind.SIGN, at=NOON + 3 * MINUTE, **wrong)

    road.tell(visit, ActKind.SIGN, at=NOON + 3 * MINUTE)
    for kind in (ActKind.REPORT, ActKind.SIGN, ActKind.UNSIGNED):
        with pytest.raises(SignedAlready):
            road.tell(visit, kind, words="改口", at=NOON + 4 * MINUTE)
    road.tell(visit, ActKind.LEAVE, at=NOON + 5 * MINUTE)

    visit.refresh_from_db()
    assert (visit.state, visit.left_at, visit.parts) == (VisitState.DONE, NOON + 5 * MINUTE, "网线一根")
    signature = Signature.objects.get(visit=visit)
    assert (signature.signer_name, signature.strokes) == ("王芳", STROKES)
    assert Entry.objects.get(what="desk.visit_sign").payload["digest"] == signature.digest


def test_why_nobody_signed_may_stand_for_a_signature(desk: Desk, road: Road) -> None:
    visit = road.order(desk.open(Level.SEVERE))
    road.tell(visit, ActKind.CHECK_IN, at=NOON + MINUTE)
    road.tell(visit, ActKind.REPORT, at=NOON + 2 * MINUTE)

    road.tell(visit, ActKind.UNSIGNED, words="用户已下班，电话确认", at=NOON + 3 * MINUTE)
    road.tell(visit, ActKind.LEAVE, at=NOON + 4 * MINUTE)

    assert state(visit) == VisitState.DONE


def test_photographs_and_a_signed_paper_come_along(desk: Desk, road: Road) -> None:
    ticket = desk.open(Level.SEVERE)
    visit = road.order(ticket)
    by, at = desk.cast.first_line, NOON + MINUTE
    road.tell(visit, ActKind.CHECK_IN, at=at)
    road.tell(visit, ActKind.REPORT, at=at)

    def sent(name: str) -> dict[str, Any]:
        content = io.BytesIO(picture())
        files = [Sent(name=name, content=content)]
        return {"files": tuple(actions.take_in(files=files, engagement=ticket.engagement, by=by, at=at))}

    with pytest.raises(NeedsPhoto):
        road.tell(visit, ActKind.PHOTO, at=at)
    key = uuid.uuid4()
    for _ in range(2):
        road.tell(visit, ActKind.PHOTO, uuid=key, at=at, **sent("机柜.png"))
    road.tell(visit, ActKind.PHOTO, at=at, **sent("工位.png"))
    road.tell(visit, ActKind.SIGN, at=at, strokes=[], **sent("签字单.png"))
    road.tell(visit, ActKind.LEAVE, at=at)

    names = [one.name for one in queries.files_of(desk.cast.requester, ticket, at=at)]
    assert names == ["机柜.png", "工位.png", "签字单.png"]
    assert (Signature.objects.get(visit=visit).way, state(visit)) == ("scan", VisitState.DONE)


def test_everything_stands_in_the_one_history_of_the_ticket(desk: Desk, road: Road) -> None:
    ticket = desk.open(Level.SEVERE)
    road.finish(road.order(ticket), at=NOON + HOUR)

    story = queries.history(desk.cast.requester, ticket=ticket, at=NOON + 2 * HOUR)

    visits = [line.what for line in story if line.kind is HappeningKind.VISIT]
    assert visits == ["order", "report", "sign", "leave"]
    assert [line.what for line in story if line.kind is HappeningKind.EVIDENCE] == ["check_in"]
