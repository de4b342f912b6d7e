"""An incoming document from its receipt to the archive's door, sent back, answered, circulated, urged."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from jishi.files.door import Sent
from jishi.refusals.door import NotThere
from xieban.directory.models import Person
from xieban.documents import actions, queries
from xieban.documents.actions import Arrival, Choices
from xieban.documents.actions.refusals import (
    DuplicateIncoming,
    Lacking,
    NoSuchReply,
    NotTheReceiver,
    ReasonsMissing,
    SecretDocument,
    UrgedLately,
)
from xieban.documents.models import Change, Document, Examination, Incoming, Link, Number, Refused, Urging
from xieban.documents.queries.arriving import register_of_incoming
from xieban.documents.queries.bodies import body_of
from xieban.documents.queries.incoming import incoming_page_of
from xieban.documents.rules.control import Own
from xieban.documents.rules.elements import Lack
from xieban.documents.rules.words import Check, DocumentType, Urgency
from xieban.documents.tests.laying import AGREE, Way, prepare, write
from xieban.flows.actions import fire_due
from xieban.flows.models import Reading
from xieban.flows.queries import opinions_of
from xieban.tests.cast import NOON, Cast
from xieban.writing.queries import attachments_of

pytestmark = [pytest.mark.once, pytest.mark.django_db]
TICKED: dict[str, Any] = {f"check_{check.value}": True for check in Check}
DUE = (NOON + timedelta(days=10)).date()


def arrival(**changes: Any) -> Arrival:
    values: dict[str, Any] = {
        "sender": "省应急管理厅",
        "sender_number": "省应急函〔2023〕12号",
        "title": "关于商请支援救灾物资的函",
        "type": DocumentType.LETTER,
        "urgency": Urgency.URGENT,
        "copies": 2,
        "received_at": NOON - timedelta(minutes=7),
        **changes,
    }
    return Arrival(**values)


def received(by: Person, *, at: datetime = NOON, is_intact: bool = True, **changes: Any) -> Way:
    files = [Sent(name="来文扫描件.txt", content=io.BytesIO("请支援帐篷五百顶".encode()))]
    made = actions.receive_document(
        arrival=arrival(**changes),
        is_intact=is_intact,
        trouble="" if is_intact else "缺附件",
        files=files,
        by=by,
        at=at,
    )
    return Way(document=made, at=at)


def record(way: Way) -> Incoming:
    return Incoming.objects.get(document=way.document)


def examines(way: Way, cast: Cast, **answers: Any) -> None:
    way.does(cast.registrar, choices=Choices(given={**TICKED, **answers}))


def to_allotted(way: Way, cast: Cast, **values: Any) -> None:
    """Take it on until departments work on it."""
    way.does(cast.registrar)
    examines(way, cast)
    way.does(cast.office_head, kind="办件", leaders=(cast.principal_leader.pk,))
    way.does(cast.principal_leader, AGREE, "请救灾处速办，办公室配合。")
    given = {
        "lead_department": (cast.department.pk,),
        "helping_departments": (cast.office.pk,),
        "due_on": DUE.isoformat(),
        "presser": (cast.clerk.pk,),
        **values,
    }
    way.does(cast.office_head, **given)


@pytest.fixture
def way(cast: Cast) -> Way:
    prepare(cast)
    return received(cast.registrar)


def put_right_and_registered(way: Way, cast: Cast) -> None:
    """Prove S1 and S2: received with its scan, put right by the registrar, numbered once it is registered."""
    registrar = cast.registrar
    assert way.nodes() == ["S2"]
    assert record(way).received_at == NOON - timedelta(minutes=7)
    body = body_of(way.document)
    assert body is not None
    assert [one.name for one in attachments_of(body)] == ["来文扫描件.txt"]
    assert not Number.objects.exists()

    edition = way.fresh().edition
    better = arrival(title="关于商请支援救灾帐篷的函", due_on=DUE)
    actions.edit_record(document=way.fresh(), arrival=better, edition=edition, by=registrar, at=way.tick())
    change = Change.objects.get()
    assert change.elements == {
        "title": ["关于商请支援救灾物资的函", "关于商请支援救灾帐篷的函"],
        "due_on": [None, DUE.isoformat()],
    }
    way.does(registrar)
    assert Number.objects.get().text == f"收〔{NOON.year}〕1号"


def test_the_whole_way_from_the_receipt_to_the_archive(way: Way, cast: Cast) -> None:
    office, head = cast.office_head, cast.department_head
    put_right_and_registered(way, cast)

    with pytest.raises(ReasonsMissing):
        examines(way, cast, check_form=False)
    examines(way, cast)
    assert Examination.objects.filter(passed=True).count() == 5

    with pytest.raises(Lacking) as lacking:
        way.does(office, kind="阅件")
    assert lacking.value.lacks == (Lack.READERS,)
    way.does(office, kind="办件", leaders=(cast.principal_leader.pk,), lead_department=(cast.department.pk,))
    way.does(cast.principal_leader, AGREE, "请救灾处速办。\n办公室配合。")
    assert "请救灾处速办。\n办公室配合。" in [one.words for one in opinions_of(way.fresh().instance)]  # type: ignore[arg-type]

    two: dict[str, Any] = {"lead_department": (cast.department.pk, cast.office.pk), "due_on": "2023-03-01"}
    with pytest.raises(Lacking) as lacking:
        way.does(office, presser=(cast.clerk.pk,), helping_departments=(cast.office.pk,), **two)
    assert set(lacking.value.lacks) == {Lack.ONE_LEAD, Lack.LEADS_AND_HELPS, Lack.DUE_PAST}
    right: dict[str, Any] = {"lead_department": (cast.department.pk,), "due_on": DUE.isoformat()}
    way.does(office, presser=(cast.clerk.pk,), helping_departments=(cast.office.pk,), **right)
    assert (record(way).lead, record(way).presser) == (cast.department, cast.clerk)
    assert way.nodes() == ["S7A", "S7C"]

    way.does(head, handler=(cast.drafter.pk,))
    reply = actions.answer(document=way.fresh(), type=DocumentType.LETTER, by=cast.drafter, at=way.tick())
    assert (reply.recipients, Link.objects.get().kind) == (["省应急管理厅"], "answers")
    memo = actions.answer(document=way.fresh(), type=None, by=cast.drafter, at=way.tick())
    assert Link.objects.get(document=memo).kind == "arises"
    way.does(cast.drafter)
    assert "S7C" in way.nodes(), "the helper's result joins the lead's"
    way.does(office)
    assert way.nodes() == ["S7D"]
    way.does(head)

    with pytest.raises(Lacking) as lacking:
        way.does(office, reply="已复文")
    assert lacking.value.lacks == (Lack.REPLY,)
    with pytest.raises(NoSuchReply):
        way.does(office, reply="已复文", reply_number="江红发〔2023〕9号")
    sent = Way(document=reply, at=way.at)
    write(reply, "<p>已调拨帐篷五百顶。</p>", by=cast.drafter)
    sent.to_registered(cast)
    Document.objects.filter(pk=reply.pk).update(distributed_at=sent.at)
    way.does(office, reply="已复文")
    assert (record(way).answer, record(way).answered_at) == ("已复文", way.at)
    assert way.nodes() == ["S11S"]
    way.delivers()
    assert way.nodes() == ["S11"], "its four checks are passed without a signature of this house"
    way.does(cast.archivist)
    assert way.nodes() == []


def test_no_answer_is_needed_only_with_a_written_reason(way: Way, cast: Cast) -> None:
    to_allotted(way, cast, helping_departments=())
    way.does(cast.department_head, handler=(cast.drafter.pk,))
    way.does(cast.drafter)
    way.does(cast.department_head)

    with pytest.raises(Lacking) as lacking:
        way.does(cast.office_head, reply="无需答复")
    assert lacking.value.lacks == (Lack.NO_REPLY_REASON,)
    way.does(cast.office_head, reply="无需答复", reply_reason="来文仅作告知")

    assert record(way).answer_reason == "来文仅作告知"
    assert way.nodes() == ["S11S"]


def test_what_fails_the_examination_goes_back_with_its_reasons_and_may_come_again(way: Way, cast: Cast) -> None:
    way.does(cast.registrar)
    examines(
        way, cast, check_competence=False, why_competence="应由财政厅办理", check_form=False, why_form="缺印章"
    )
    assert way.nodes() == ["S3R"]

    way.does(cast.registrar, sent_back="机要交换退回，经手人王某")

    assert record(way).sent_back_reason == "应由财政厅办理；缺印章"
    assert way.nodes() == []
    again = received(cast.registrar, at=way.tick())
    assert again.nodes() == ["S2"]
    again.does(cast.registrar)
    assert Number.objects.latest("id").text == f"收〔{NOON.year}〕2号"


def test_the_same_is_not_taken_in_twice_however_it_is_written(way: Way, cast: Cast) -> None:
    with pytest.raises(DuplicateIncoming) as refused:
        received(cast.registrar, sender="省应急管理厅 ", sender_number="省应急函[2023] 12号", title="另一题目")
    assert "关于商请支援救灾物资的函" in str(refused.value)
    other = received(cast.registrar, sender_number="")
    received(cast.registrar, sender_number="")
    same = arrival()
    with pytest.raises(DuplicateIncoming):
        actions.edit_record(
            document=other.fresh(), arrival=same, edition=other.fresh().edition, by=cast.registrar, at=other.tick()
        )
    assert Incoming.objects.count() == 3


def test_a_grade_of_secrecy_is_refused_and_a_receiver_is_needed(cast: Cast) -> None:
    prepare(cast)
    graded: tuple[dict[str, Any], ...] = ({"secrecy": "机密"}, {"title": "秘密★1年 关于某事的函"})
    for how in graded:
        with pytest.raises(SecretDocument):
            received(cast.registrar, **how)
    with pytest.raises(NotTheReceiver):
        received(cast.drafter)

    assert Refused.objects.count() == 2
    assert not Document.objects.exists()


def test_what_is_not_whole_is_asked_about_first_and_a_type_is_needed_for_the_register(cast: Cast) -> None:
    prepare(cast)
    way = received(cast.registrar, is_intact=False, type=None)
    assert way.nodes() == ["S1Q"]

    way.does(cast.registrar, words="对方补寄附件")
    way.does(cast.registrar, intact=True)

    with pytest.raises(Lacking) as lacking:
        way.does(cast.registrar)
    assert lacking.value.lacks == (Lack.TYPE,)


def test_copies_to_read_hold_nothing_up_and_are_sent_again(way: Way, cast: Cast) -> None:
    way.does(cast.registrar)
    examines(way, cast)
    way.does(cast.office_head, kind="阅件", readers=(cast.drafter.pk, cast.clerk.pk))
    assert way.nodes() == ["S11S"]
    copy = Reading.objects.get(person=cast.drafter)
    assert queries.get_document(cast.drafter, uuid=way.document.uuid, at=way.at)

    with pytest.raises(UrgedLately):
        actions.send_again(document=way.fresh(), reading=str(copy.uuid), by=cast.registrar, at=way.at)
    later = way.at + timedelta(hours=5)
    actions.send_again(document=way.fresh(), reading=str(copy.uuid), by=cast.registrar, at=later)
    assert Urging.objects.get().people == [cast.drafter.name]
    Reading.objects.filter(pk=copy.pk).update(read_at=later)
    actions.send_again(document=way.fresh(), reading=str(copy.uuid), by=cast.registrar, at=later)
    assert Reading.objects.filter(person=cast.drafter, read_at=None).count() == 1
    actions.circulate(document=way.fresh(), people=[cast.seal_keeper.pk], by=cast.registrar, at=later)
    assert Reading.objects.filter(person=cast.seal_keeper).exists()
    assert not way.standing(cast.drafter).control.may(Own.CIRCULATE)


def test_the_named_person_is_told_at_each_mark_of_the_limit(way: Way, cast: Cast) -> None:
    to_allotted(way, cast, helping_departments=())
    way.does(cast.department_head, handler=(cast.drafter.pk,))

    way.at = NOON + timedelta(days=9)
    fire_due(at=way.at)
    way.delivers()
    assert [one.percent for one in Urging.objects.filter(node="S7B")] == [50, 80]
    assert set(Urging.objects.filter(node="S7B").latest("id").people) == {cast.drafter.name, cast.clerk.name}
    assert Reading.objects.filter(person=cast.clerk, read_at=None).count() == 1
    page = incoming_page_of(way.fresh(), way.standing(cast.drafter), at=way.at)
    assert page is not None
    assert {one.place for one in page.urgings} == {"承办"}, "the name of the step, not its key in the flow"

    way.at = NOON + timedelta(days=12)
    fire_due(at=way.at)
    way.delivers()
    assert Urging.objects.filter(node="S7B", percent=100).count() == 1
    assert way.nodes() == ["S7B", "S9"]
    assert way.task(cast.clerk).name == "催办督办"


def test_the_register_shows_what_one_may_see_and_finds_it(way: Way, cast: Cast) -> None:
    other = received(
        cast.registrar, sender="省财政厅", sender_number="", title="关于预算的通知", due_on=date(2023, 3, 1)
    )
    way.does(cast.registrar)

    def titles(viewer: Person = cast.registrar, **asked: Any) -> list[str]:
        rows, _more = register_of_incoming(viewer, at=other.at + timedelta(minutes=5), **asked)
        return [one.record.document.title for one in rows]

    assert titles() == [other.document.title, way.document.title]
    assert titles(sender="财政") == [other.document.title]
    assert titles(words="应急函[2023]") == [way.document.title]
    assert titles(words=f"收〔{NOON.year}〕1号") == [way.document.title]
    assert titles(state="late") == [other.document.title]
    assert titles(state="sent_back") == []
    assert titles(year=2022) == []
    assert titles(cast.drafter) == []
    with pytest.raises(NotThere):
        queries.get_document(cast.stranger, uuid=way.document.uuid, at=other.at)
