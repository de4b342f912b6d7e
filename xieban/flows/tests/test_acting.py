"""What somebody may do with an instance, as forms on its page, and the one door behind them."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from xieban.directory.models import Person
from xieban.flows import actions, queries
from xieban.flows.models import Instance, Seat
from xieban.flows.queries import boxes
from xieban.flows.rules.entries import Wrong, read_entry
from xieban.flows.rules.model import Field, FieldKind
from xieban.tests.cast import NOON, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
FILLED = {"leave_kind": "年休假", "since": "2023-03-20", "until": "2023-03-22", "days": "2.5", "reason": "探亲"}


@pytest.fixture
def leave(cast: Cast) -> Instance:
    actions.load_definitions(at=NOON)
    return actions.start(flow="leave", title="年休假两天半", values={}, by=cast.drafter, at=NOON)


@dataclass
class Visitor:
    """Somebody with a browser on the page of an instance."""

    person: Person
    leave: Instance

    def __post_init__(self) -> None:
        self.client = Client()
        self.client.force_login(self.person)

    def sends(self, verb: str, typed: dict[str, str], *, htmx: bool = False) -> Any:
        seen = queries.get_instance(self.person, uuid=str(self.leave.uuid), at=NOON)
        form = next(one for one in queries.forms_of(self.person, seen, at=NOON) if one.verb == verb)
        headers = {"HX-Request": "true"} if htmx else {}
        return self.client.post(f"/instances/{self.leave.uuid}/act/", {"act": form.id, **typed}, headers=headers)


@pytest.mark.parametrize("htmx", [True, False])
def test_every_fault_is_told_at_once_and_nothing_typed_is_lost(leave: Instance, cast: Cast, *, htmx: bool) -> None:
    answer = Visitor(cast.drafter, leave).sends(
        "complete", {"days": "两天", "since": "明天", "reason": "探亲"}, htmx=htmx
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("请填写这一项。", "请填写数字", "请填写日期", "探亲", "两天", "明天"):
        assert words in page
    assert ("<html" in page) is not htmx
    assert Seat.objects.get(instance=leave).state == "open"


def test_a_leave_goes_on_comes_back_and_goes_straight_to_who_returned_it(leave: Instance, cast: Cast) -> None:
    drafter, head = Visitor(cast.drafter, leave), Visitor(cast.department_head, leave)

    drafter.sends("complete", FILLED)
    back = head.sends("return", {"target": "1", "straight": "1", "words": ""})
    stay = Seat.objects.get(instance=leave, person=cast.drafter).token.number
    assert "说明" in back.content.decode(), "without a reason nothing is returned"
    head.sends("return", {"target": str(stay), "straight": "1", "words": "请写明去向"})
    page = drafter.client.get(f"/instances/{leave.uuid}/").content.decode()
    assert 'value="2.5"' in page, "what was filled in stands there again"
    assert "请写明去向" in page
    assert "直接送回“处室负责人审批”" in page
    assert [(turn.name, turn.look is None) for turn in queries.turns_of(leave, at=NOON)] == [
        ("申请", True),
        ("处室负责人审批", False),
    ], "where something can be done comes first"
    assert "等待退回件送回" in page
    assert "无人办理" not in page
    assert not any(queries.disagreeing().values())
    assert leave in boxes.handled_by(cast.department_head, over=False), (
        "to send it back is to have had a hand in it"
    )
    drafter.sends("complete", FILLED)
    answer = head.sends("complete", {"decision": "agree"}, htmx=True)

    assert answer["HX-Redirect"] == queries.address_of(leave)
    way = queries.way_of(leave)
    assert [(stay.name, stay.is_open) for stay in way] == [
        ("申请", False),
        ("处室负责人审批", False),
        ("申请", False),
        ("办公室备案", True),
    ]


def test_of_what_is_suspended_it_is_not_said_that_nobody_has_it(leave: Instance, cast: Cast) -> None:
    administrator = Visitor(cast.administrator, leave)
    answer = administrator.sends("suspend", {"words": "等待补充材料"})
    assert answer.status_code == 302, answer.content.decode()
    leave.refresh_from_db()

    (turn,) = queries.turns_of(leave, at=NOON)
    page = Visitor(cast.drafter, leave).client.get(f"/instances/{leave.uuid}/").content.decode()

    assert turn.look is not None
    assert "已挂起" in page
    assert "无人办理" not in page


def test_who_gave_it_away_finds_it_among_what_is_under_way_and_what_is_over(leave: Instance, cast: Cast) -> None:
    Visitor(cast.drafter, leave).sends("complete", FILLED)
    head = Visitor(cast.department_head, leave)
    head.sends("transfer", {"people": cast.clerk.username})
    assert leave in boxes.handled_by(cast.department_head, over=False)

    Visitor(cast.drafter, leave).sends("cancel", {"words": "不休了"})

    assert leave in boxes.handled_by(cast.department_head, over=True)
    assert leave not in boxes.handled_by(cast.clerk, over=True), "it lay there, and nothing was done with it"
    assert not any(queries.disagreeing().values())


def test_whoever_looks_after_flows_reads_from_where_he_moves_something(leave: Instance, cast: Cast) -> None:
    forms = queries.forms_of(cast.administrator, leave, at=NOON)

    assert [(one.note, one.is_managing) for one in forms if one.verb == "jump"] == [("申请", True)]


def test_who_disagrees_says_why(leave: Instance, cast: Cast) -> None:
    Visitor(cast.drafter, leave).sends("complete", FILLED)

    head = Visitor(cast.department_head, leave)
    undecided = head.sends("complete", {}).content.decode()
    assert "请从这里给出的决定中选择一项" in undecided
    assert "请说明理由" not in undecided, "before it is known whether he has to"

    answer = head.sends("complete", {"decision": "disagree"})

    assert answer.status_code == 422
    assert "checked" in answer.content.decode(), "the decision stays chosen"


def test_work_is_transferred_to_somebody_by_name(leave: Instance, cast: Cast) -> None:
    Visitor(cast.drafter, leave).sends("complete", FILLED)
    head = Visitor(cast.department_head, leave)

    assert "找不到" in head.sends("transfer", {"people": "nobody-here"}).content.decode()
    own = head.sends("transfer", {"people": cast.department_head.username})
    assert "此人已在这一步签办" in own.content.decode(), "to himself he gives it to nobody"
    head.sends("transfer", {"people": cast.clerk.username})

    assert [turn.people for turn in queries.turns_of(leave, at=NOON)] == [(cast.clerk,)]


def test_an_act_that_is_not_offered_any_more_is_refused_in_words(leave: Instance, cast: Cast) -> None:
    drafter = Visitor(cast.drafter, leave)
    drafter.sends("complete", FILLED)

    answer = drafter.client.post(f"/instances/{leave.uuid}/act/", {"act": "complete-3"})

    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        pytest.param(FieldKind.NUMBER, "3", 3, id="a whole number stays whole"),
        pytest.param(FieldKind.NUMBER, "2.5", 2.5, id="half a day"),
        pytest.param(FieldKind.NUMBER, "1e9", Wrong.NO_NUMBER, id="no notation of engineers"),
        pytest.param(FieldKind.DATE, "2023-02-30", Wrong.NO_DATE, id="no such day"),
        pytest.param(FieldKind.CHOICE, "丙", Wrong.NO_CHOICE, id="not among what is offered"),
        pytest.param(FieldKind.TEXT, " a\x00", Wrong.UNREADABLE, id="nothing that a database refuses"),
        pytest.param(FieldKind.TEXT, "", Wrong.MISSING, id="what must be there"),
        pytest.param(FieldKind.YES_NO, "", False, id="a box left empty says no"),
    ],
)
def test_a_field_is_read(kind: FieldKind, typed: str, expected: object) -> None:
    found = read_entry(Field(name="a", label="A", kind=kind, options=("甲", "乙"), required=True), typed)

    assert (found.wrong or found.value) == expected
