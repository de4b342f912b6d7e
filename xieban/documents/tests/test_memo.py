"""A memo from its draft to the archive, and what becomes of it."""

import pytest

from xieban.documents import actions, queries
from xieban.documents.actions.refusals import Lacking, NotYourDocument
from xieban.documents.models import Link, MandatoryCountersign, Number, SignOff
from xieban.documents.queries.bodies import words_of
from xieban.documents.queries.pages import page_of
from xieban.documents.rules.elements import Lack
from xieban.documents.rules.words import DocumentType, Matter
from xieban.documents.tests.laying import AGREE, TEXT, Way, memo, notice, prepare, write
from xieban.flows.models import Instance
from xieban.flows.rules.words import Status, Verb
from xieban.tests.cast import Cast

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def way(cast: Cast) -> Way:
    prepare(cast)
    return Way(document=memo(cast.drafter, matter=Matter.MONEY))


def to_ruling(way: Way, cast: Cast) -> None:
    way.does(cast.drafter)
    way.does(cast.department_head, AGREE)
    way.does(cast.office_head, AGREE)
    way.does(cast.office_head, AGREE)
    way.does(cast.deputy_leader, AGREE)


def test_the_whole_way_with_a_return_that_comes_straight_back(way: Way, cast: Cast) -> None:
    way.does(cast.drafter)
    way.does(cast.department_head, AGREE)
    assert way.nodes() == ["Q3"], "money is countersigned by rule, chosen or not"
    way.does(cast.office_head, AGREE)
    way.does(cast.office_head, AGREE)
    offered = way.standing(cast.deputy_leader).control.flow.of(Verb.RETURN)[0]
    assert [place.node for place in offered.places] == ["Q1", "Q2", "Q3", "Q4"]
    way.asks(
        cast.deputy_leader, "return", target=str(offered.places[1].token), straight="1", words="请处室再核数量"
    )
    assert "Q2" in way.nodes()
    way.does(cast.department_head, AGREE, "已核")
    assert way.nodes() == ["Q5"], "straight back to who returned it"
    way.does(cast.deputy_leader, AGREE)
    way.does(cast.principal_leader, words="同意，抓紧办理", ruling="原则同意")

    signed = SignOff.objects.get()
    assert (signed.consents, signed.ruling, signed.words) == (True, "原则同意", "同意，抓紧办理")
    assert not Number.objects.exists()
    way.does(cast.registrar, handling_department=(cast.department.pk,))
    number = Number.objects.get()
    assert number.text.startswith("签报〔")
    actions.edit_elements(
        document=way.fresh(),
        values={"result": "已签订采购合同"},
        edition=way.fresh().edition,
        by=cast.department_head,
        at=way.tick(),
    )
    way.does(cast.department_head)
    way.does(cast.office_head)
    way.does(cast.archivist)
    assert way.fresh().result == "已签订采购合同"
    instance = way.fresh().instance
    assert isinstance(instance, Instance)
    assert instance.status == Status.FINISHED


def test_a_matter_for_which_nobody_is_named_goes_nowhere(way: Way, cast: Cast) -> None:
    MandatoryCountersign.objects.all().delete()

    with pytest.raises(Lacking) as refused:
        way.does(cast.drafter)

    assert refused.value.lacks == (Lack.MANDATORY_UNKNOWN,)


def test_a_memo_sent_back_by_the_leader_is_not_signed(way: Way, cast: Cast) -> None:
    to_ruling(way, cast)

    way.does(cast.principal_leader, words="理由不充分", ruling="退回")

    assert way.nodes() == ["Q1"]
    assert not SignOff.objects.get().consents


def test_it_becomes_a_dispatch_with_text_attachments_and_opinions(way: Way, cast: Cast) -> None:
    to_ruling(way, cast)
    with pytest.raises(NotYourDocument):
        actions.convert_memo(document=way.fresh(), type=DocumentType.NOTICE, by=cast.drafter, at=way.tick())
    way.does(cast.principal_leader, words="同意，按程序发文", ruling="同意")

    made = actions.convert_memo(document=way.fresh(), type=DocumentType.NOTICE, by=cast.drafter, at=way.tick())

    assert made.title == "关于采购救灾帐篷的通知"
    assert words_of(made) == words_of(way.document)
    assert Link.objects.get().origin == way.document
    page = page_of(cast.drafter, made, at=way.tick())
    assert "同意，按程序发文" in [one.words for one in page.carried]
    assert [(one.title, one.uuid) for one in page.related] == [(way.document.title, str(way.document.uuid))]


def test_what_was_sent_out_is_corrected_by_a_new_document_and_stays_as_it_is(cast: Cast) -> None:
    prepare(cast)
    way = Way(document=notice(cast.drafter))
    way.to_registered(cast)
    assert not way.standing(cast.drafter).control.own
    way.fresh().__class__.objects.filter(pk=way.document.pk).update(distributed_at=way.tick())

    made = actions.correct(document=way.fresh(), recall=False, by=cast.drafter, at=way.tick())

    assert made.title == "关于更正《关于加强应急救援队伍建设的通知》的通知"
    assert made.recipients == way.document.recipients
    write(made, TEXT.replace("3.5万", "3.6万"), by=cast.drafter, at=way.tick())
    assert "3.5万" in words_of(way.document)
    assert queries.live_number(way.document).text in made.basis  # type: ignore[union-attr]
