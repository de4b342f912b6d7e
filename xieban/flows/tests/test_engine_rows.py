"""The engine over the database: what is stored, who is first, what may never change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model

import xieban.flows
from jishi.refusals.door import NotAllowed, NotThere
from xieban.directory.models import Delegation, Person
from xieban.flows import actions, queries
from xieban.flows.actions.refusals import SomebodyActed, SomebodyWasFirst
from xieban.flows.models import Candidate, Fact, Instance, Opinion, Seat, Timer, Token, Version, Vote
from xieban.flows.queries.states import state_of
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.words import Decision, SeatState, Status, Verb
from xieban.tests.cast import NOON, Cast

DISPATCH = (Path(xieban.flows.__file__).parent / "definitions" / "dispatch.bpmn").read_text(encoding="utf-8")
pytestmark = pytest.mark.django_db


@dataclass
class Office:
    """An office that dispatches documents, at a moment that goes on by a minute with every act."""

    cast: Cast
    at: datetime = NOON

    def later(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at

    def begin(self) -> Instance:
        return actions.start(
            flow="dispatch", title="关于救灾物资的通知", values={}, by=self.cast.drafter, at=self.later()
        )

    def seat(self, person: Person, instance: Instance) -> str:
        found = Candidate.objects.filter(person=person, instance=instance, is_open=True).select_related("seat")
        return str(found.get().seat.uuid)

    def does(
        self,
        person: Person,
        instance: Instance,
        decision: Decision = Decision.DONE,
        words: str = "",
        values: Mapping[str, Value] | None = None,
    ) -> Instance:
        return actions.complete(
            seat_uuid=self.seat(person, instance),
            decision=decision,
            words=words,
            values=values or {},
            by=person,
            at=self.later(),
        )

    def drafted(self, **values: Value) -> Instance:
        instance = self.begin()
        return self.does(self.cast.drafter, instance, values={"urgency": "普通", **values})


@pytest.fixture
def office(cast: Cast) -> Iterator[Office]:
    """An office in which, whatever is done, the rows kept for the inbox agree with the work."""
    version = actions.keep_version(text=DISPATCH, by=cast.administrator, at=NOON)
    actions.publish(version=version, by=cast.administrator, at=NOON)
    yield Office(cast)
    assert set(queries.disagreeing().values()) == {0}


def nodes(instance: Instance) -> list[str]:
    return list(Token.objects.filter(instance=instance).exclude(state="ended").values_list("node", flat=True))


def test_every_step_is_stored_as_the_engine_decided_it(office: Office) -> None:
    departments = (office.cast.department.pk, office.cast.office.pk)
    instance = office.drafted(countersign_departments=departments)
    office.does(office.cast.department_head, instance, Decision.AGREE, "请会签")

    assert nodes(instance) == ["F3"]
    signers = [office.cast.department_head, office.cast.office_head]
    assert {row.person for row in queries.inbox(signers[0], at=office.at)} == {signers[0]}
    office.does(signers[0], instance, Decision.AGREE)
    office.does(signers[1], instance, Decision.REMARKS, "第三段请核实数字")

    instance.refresh_from_db()
    assert nodes(instance) == ["F4"]
    assert instance.variables["F3.outcome"] == "remarks"
    assert [vote.decision for vote in Vote.objects.filter(instance=instance)] == ["agree", "remarks"]
    assert [opinion.words for opinion in queries.opinions_of(instance) if opinion.words] == [
        "请会签",
        "第三段请核实数字",
    ]
    numbers = list(Fact.objects.filter(instance=instance).values_list("number", flat=True))
    assert numbers == list(range(1, instance.facts_count + 1))


def test_a_step_takes_few_statements(office: Office, django_assert_max_num_queries: object) -> None:
    instance = office.drafted()

    with django_assert_max_num_queries(30):  # type: ignore[operator]
        office.does(office.cast.department_head, instance, Decision.AGREE, "同意")


def test_of_two_who_do_the_same_work_one_is_told_that_somebody_was_first(office: Office) -> None:
    instance = office.drafted()
    seat = office.seat(office.cast.department_head, instance)
    office.does(office.cast.department_head, instance, Decision.AGREE)

    with pytest.raises(SomebodyWasFirst):
        actions.complete(
            seat_uuid=seat, decision=Decision.AGREE, values={}, by=office.cast.department_head, at=office.later()
        )

    assert Opinion.objects.filter(instance=instance, person=office.cast.department_head).count() == 1


def test_a_return_keeps_everything_and_says_why(office: Office) -> None:
    instance = office.drafted()
    head = office.cast.department_head
    standing = queries.standing_of(head, instance, at=office.at)
    way = standing.control.of(Verb.RETURN)[0]

    actions.give_back(
        seat_uuid=str(standing.seats[way.seat]),
        to=way.places[0].token,
        straight=True,
        words="附件缺页",
        by=head,
        at=office.later(),
    )
    office.does(office.cast.drafter, instance, values={"urgency": "加急"})

    assert nodes(instance) == ["F2"]
    stays = [(token.node, token.ending) for token in queries.stays_of(instance)]
    assert stays == [("F1", "passed"), ("F2", ""), ("F1", "passed")]
    assert [opinion.kind for opinion in queries.opinions_of(instance)] == ["decision", "return", "decision"]


def test_withdrawn_it_leaves_the_inbox_of_the_next(office: Office) -> None:
    instance = office.drafted()
    mine = Seat.objects.get(instance=instance, person=office.cast.drafter, state="done")

    actions.withdraw(seat_uuid=str(mine.uuid), by=office.cast.drafter, at=office.later())

    assert nodes(instance) == ["F1"]
    assert not queries.inbox(office.cast.department_head, at=office.at).exists()
    office.does(office.cast.drafter, instance, values={"urgency": "普通"})
    office.does(office.cast.department_head, instance, Decision.AGREE)
    again = Seat.objects.filter(instance=instance, person=office.cast.drafter, state="done").latest("id")
    with pytest.raises(SomebodyActed):
        actions.withdraw(seat_uuid=str(again.uuid), by=office.cast.drafter, at=office.later())


def test_a_deputy_finds_the_work_of_whom_he_stands_in_for(office: Office) -> None:
    instance = office.drafted()
    head, deputy = office.cast.department_head, office.cast.clerk
    Delegation.objects.create(
        principal=head,
        deputy=deputy,
        since=NOON,
        until=NOON + timedelta(days=9),
        flows=["dispatch"],
        made_by=head,
        made_at=NOON,
    )

    assert [row.instance for row in queries.inbox(deputy, at=office.at)] == [instance]
    actions.complete(
        seat_uuid=office.seat(head, instance), decision=Decision.AGREE, values={}, by=deputy, at=office.later()
    )

    opinion = Opinion.objects.filter(instance=instance).latest("id")
    assert (opinion.person, opinion.acted_for) == (deputy, head)


def test_a_stranger_cannot_tell_that_it_is_there(office: Office) -> None:
    instance = office.drafted()

    with pytest.raises(NotThere):
        queries.get_instance(office.cast.stranger, uuid=str(instance.uuid), at=office.at)
    with pytest.raises(NotThere):
        actions.complete(
            seat_uuid=office.seat(office.cast.department_head, instance),
            decision=Decision.AGREE,
            values={},
            by=office.cast.stranger,
            at=office.later(),
        )
    with pytest.raises(NotAllowed):
        actions.suspend(instance=instance, words="停", by=office.cast.drafter, at=office.later())


def test_rolled_back_the_variables_are_those_of_then(office: Office) -> None:
    instance = office.drafted()
    step = Instance.objects.get(pk=instance.pk).step
    office.does(office.cast.department_head, instance, Decision.AGREE)
    office.does(office.cast.registrar, instance, Decision.AGREE)

    actions.roll_back(instance=instance, step=step, words="误办", by=office.cast.administrator, at=office.later())

    instance.refresh_from_db()
    assert nodes(instance) == ["F2"]
    assert [name for name in instance.variables if name.startswith("F2.")] == []
    assert [row.person for row in queries.inbox(office.cast.department_head, at=office.at)] == [
        office.cast.department_head
    ]


def test_marks_of_a_deadline_count_the_offices_hours_and_rest_with_the_instance(office: Office) -> None:
    instance = office.drafted()
    admin = office.cast.administrator
    before = {timer.percent: timer.due_at for timer in Timer.objects.filter(instance=instance, state="running")}
    assert sorted(before) == [50, 80, 100]

    actions.suspend(instance=instance, words="等上级通知", by=admin, at=office.at)
    assert actions.fire_due(at=office.at + timedelta(days=30)) == 0
    actions.resume(instance=instance, words="通知已到", by=admin, at=office.at + timedelta(days=7))
    after = {timer.percent: timer.due_at for timer in Timer.objects.filter(instance=instance, state="running")}
    assert {after[percent] - before[percent] for percent in before} == {timedelta(days=7)}

    assert actions.fire_due(at=max(after.values())) == 3
    assert actions.fire_due(at=max(after.values())) == 0
    assert Fact.objects.filter(instance=instance, kind="deadline_mark").count() == 3


def test_a_whole_dispatch_runs_to_its_end(office: Office) -> None:
    cast, instance = office.cast, office.drafted()
    steps: tuple[tuple[Person, Decision, dict[str, Value]], ...] = (
        (cast.department_head, Decision.AGREE, {}),
        (cast.registrar, Decision.AGREE, {}),
        (cast.deputy_leader, Decision.AGREE, {}),
        (cast.principal_leader, Decision.AGREE, {}),
        (cast.office_head, Decision.DONE, {"substantive": False}),
        (cast.registrar, Decision.DONE, {"copies": 30}),
    )
    for person, decision, values in steps:
        office.does(person, instance, decision, values=values)
    typeset = Token.objects.get(instance=instance, node="F9")
    done = {"instance": instance, "token": typeset.number, "values": {"layout_ok": True}}
    assert actions.report_service(**done, at=office.later()) is True  # type: ignore[arg-type]
    assert actions.report_service(**done, at=office.later()) is False, "told twice"  # type: ignore[arg-type]
    office.does(cast.drafter, instance, values={"misprint": False})
    office.does(cast.seal_keeper, instance)
    office.does(cast.registrar, instance, values={"receivers": (cast.clerk.pk,)})
    office.does(cast.clerk, instance)
    check = Token.objects.get(instance=instance, node="F13S")
    actions.report_service(instance=instance, token=check.number, values={"archive_ok": True}, at=office.later())
    office.does(cast.archivist, instance)

    instance.refresh_from_db()
    assert instance.status == Status.FINISHED.value
    assert nodes(instance) == []
    assert not Candidate.objects.filter(instance=instance, is_open=True).exists()
    assert not Timer.objects.filter(instance=instance, state__in=["running", "resting"]).exists()


def test_what_is_loaded_is_what_was_stored(office: Office) -> None:
    instance = office.drafted(countersign_departments=(office.cast.department.pk,))
    office.does(office.cast.department_head, instance, Decision.AGREE)
    instance.refresh_from_db()

    state = state_of(instance)

    assert state.variables["countersign_departments"] == (office.cast.department.pk,)
    assert [token.node for token in state.open_tokens()] == ["F3"]
    assert {seat.state for seat in state.seats_of(state.open_tokens()[0].number)} == {SeatState.OPEN}


def test_the_database_refuses_to_change_what_was_said(office: Office) -> None:
    office.drafted()

    for table in ("flows_fact", "flows_opinion"):
        for words in (f"UPDATE {table} SET kind = 'read'", f"DELETE FROM {table}"):  # noqa: S608 - our own names
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(words)


IMPOSSIBLE: list[tuple[type[Model], dict[str, str], str]] = [
    (Token, {"state": "lost"}, "flows_token_known_state"),
    (Token, {"state": "ended"}, "flows_token_ended_says_how"),
    (Seat, {"state": "done", "decision": ""}, "flows_seat_"),
    (Seat, {"state": "dropped"}, "flows_seat_over_has_a_moment"),
    (Instance, {"status": "finished"}, "flows_instance_over_has_a_moment"),
    (Instance, {"status": "suspended"}, "flows_instance_suspended_since"),
    (Timer, {"state": "resting"}, "flows_timer_rests_since"),
    (Version, {"state": "draft"}, "flows_version_state_has_its_moment"),
]


def test_the_database_refuses_a_row_that_cannot_be(office: Office) -> None:
    office.drafted()

    for model, values, constraint in IMPOSSIBLE:
        last = model._default_manager.order_by("-pk").values_list("pk", flat=True)[0]
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            model._default_manager.filter(pk=last).update(**values)
