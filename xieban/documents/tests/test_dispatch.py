"""A dispatch from its first draft until it waits for the archive."""

from datetime import timedelta
from typing import Any

import pytest

from jishi.refusals.door import NotThere
from xieban.directory.actions import delegate
from xieban.documents import actions, queries
from xieban.documents.actions.numbering import give_number
from xieban.documents.actions.refusals import Lacking, OpinionNeeded, SecretDocument
from xieban.documents.models import Act, Change, Document, Number, Receipt, Refused, SealUse, SignOff, Typesetting
from xieban.documents.queries.printing import sheet_of
from xieban.documents.queries.standing import series_for
from xieban.documents.queries.trails import acts_on
from xieban.documents.rules.control import Own
from xieban.documents.rules.elements import Lack
from xieban.documents.rules.words import DocumentType, Kind
from xieban.documents.tests.laying import AGREE, DISAGREE, TEXT, Way, notice, prepare, tamper, write
from xieban.flows import actions as flows
from xieban.flows.queries import opinions_of
from xieban.flows.rules.words import Verb
from xieban.layout.rules import Form
from xieban.tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(cast: Cast) -> Way:
    prepare(cast)
    return Way(document=notice(cast.drafter))


def test_the_whole_way_with_a_return_and_an_error_of_substance(way: Way, cast: Cast) -> None:
    drafter, head, office, registrar = cast.drafter, cast.department_head, cast.office_head, cast.registrar
    way.does(drafter, countersign_departments=(cast.office.pk,))
    way.does(head, AGREE, "同意")
    seat = way.task(office).seat
    back = next(one for one in way.standing(office).control.flow.of(Verb.RETURN)[0].places if one.node == "F1")
    flows.give_back(seat_uuid=seat, to=back.token, straight=True, words="请补充时限", by=office, at=way.tick())
    assert "F1" in way.nodes()
    way.does(drafter, countersign_departments=(cast.office.pk,))
    way.does(office, AGREE)
    way.does(registrar, AGREE)
    way.does(cast.deputy_leader, AGREE)
    way.does(cast.principal_leader, AGREE, "同意印发")

    first = SignOff.objects.get()
    write(way.document, TEXT.replace("14个", "15个"), by=office, at=way.at)
    with pytest.raises(Lacking) as refused:
        way.does(office, substantive=False)
    assert refused.value.lacks == (Lack.MUST_BE_SUBSTANTIVE,)
    way.does(office, substantive=True)
    assert way.nodes() == ["F6"]
    assert not Number.objects.exists()
    way.does(cast.principal_leader, AGREE, "同意")
    second = SignOff.objects.latest("id")
    assert first.digest != second.digest
    assert "15个" in second.text
    way.does(office, substantive=False)

    way.does(registrar, copies=30)
    number = Number.objects.get()
    assert (number.text, number.state) == (f"江红发〔{NOON.year}〕1号", "reserved")
    assert way.nodes() == ["F9"]
    way.delivers()
    typeset = Typesetting.objects.get()
    assert (typeset.trouble, typeset.verdict in {"pass", "warn"}, typeset.is_sealed) == ("", True, False)
    assert typeset.fonts
    assert way.nodes() == ["F10"]

    write(way.document, TEXT.replace("14个", "15个").replace("切实", "确实"), by=drafter, at=way.at)
    with pytest.raises(Lacking):
        way.does(drafter, misprint=False)
    way.does(drafter, misprint=True)
    assert [one.kind for one in Change.objects.order_by("id")] == ["substance", "correction"]
    way.delivers()
    way.does(drafter, misprint=False)

    words = [one.words for one in opinions_of(way.fresh().instance)]  # type: ignore[arg-type]
    assert "请补充时限" in words
    assert "同意印发" in words


def test_sealed_it_goes_out_and_everybody_signs_for_it(way: Way, cast: Cast) -> None:
    drafter, head, office, registrar = cast.drafter, cast.department_head, cast.office_head, cast.registrar
    way.to_registered(cast)
    number = Number.objects.get()
    way.delivers()
    way.does(drafter, misprint=False)

    way.does(cast.seal_keeper)
    use = SealUse.objects.get()
    assert (use.number, use.copies, use.approved_by) == (number.text, 30, cast.principal_leader)
    number.refresh_from_db()
    assert number.state == "used"
    way.delivers()
    assert Typesetting.objects.latest("id").is_sealed

    way.does(registrar, receivers=(head.pk, office.pk))
    assert {one.name for one in Receipt.objects.all()} == {"各市（州）红十字会", head.name, office.name}
    way.does(head)
    way.does(office)
    assert set(Receipt.objects.filter(person=None).values_list("signed_at", flat=True)) == {None}
    assert Receipt.objects.filter(signed_at=None).count() == 1
    outside = Receipt.objects.get(person=None)
    actions.note_receipt(document=way.fresh(), receipt=str(outside.uuid), by=registrar, at=way.tick())
    outside.refresh_from_db()
    assert outside.noted_by == registrar
    assert way.nodes() == ["F13S"], "it waits for the four checks of the archive"


def test_everything_that_a_draft_lacks_is_said_at_once(way: Way, cast: Cast) -> None:
    empty = Way(document=notice(cast.drafter, text="", title="关于某事", recipients=(), basis=""))

    with pytest.raises(Lacking) as refused:
        empty.does(cast.drafter)

    assert set(refused.value.lacks) == {Lack.TITLE_WITHOUT_TYPE, Lack.RECIPIENTS, Lack.BASIS, Lack.BODY}


def test_a_request_has_one_recipient_and_only_the_principal_leader_signs_it(way: Way, cast: Cast) -> None:
    two: dict[str, Any] = {
        "type": DocumentType.REQUEST,
        "title": "关于经费的请示",
        "recipients": ("省政府", "财政厅"),
    }
    with pytest.raises(Lacking) as refused:
        Way(document=notice(cast.drafter, **two)).does(cast.drafter)
    assert refused.value.lacks == (Lack.ONE_RECIPIENT,)

    up = Way(document=notice(cast.drafter, **{**two, "recipients": ("省政府",)}))
    up.to_sign_off(cast)
    seat = up.task(cast.principal_leader).seat
    flows.transfer(seat_uuid=seat, to=cast.deputy_leader, words="", by=cast.principal_leader, at=up.tick())
    with pytest.raises(Lacking) as refused:
        up.does(cast.deputy_leader, AGREE)
    assert refused.value.lacks == (Lack.PRINCIPAL_ONLY,)


@pytest.mark.parametrize("how", ["field", "title", "body"])
def test_what_bears_a_secrecy_grade_is_refused_and_that_is_recorded(how: str, way: Way, cast: Cast) -> None:
    text = f"<p>绝密★长期</p>{TEXT}" if how == "body" else TEXT
    title = "机密★1年 关于某事的通知" if how == "title" else "关于某事的通知"

    with pytest.raises(SecretDocument):
        Way(document=notice(cast.drafter, secrecy="秘密" if how == "field" else "", title=title, text=text)).does(
            cast.drafter
        )

    refused = Refused.objects.get()
    assert refused.person == cast.drafter
    assert Document.objects.count() == (2 if how == "body" else 1)


def test_a_signature_freezes_and_what_was_changed_since_is_neither_typeset_nor_sealed(way: Way, cast: Cast) -> None:
    way.to_registered(cast)
    tamper(way.document, TEXT.replace("3.5万", "35万"))

    way.delivers()

    typeset = Typesetting.objects.get()
    assert typeset.trouble
    assert not typeset.pdf
    assert way.nodes() == ["F9F"]
    tamper(way.document, TEXT)
    way.does(cast.registrar)
    way.delivers()
    way.does(cast.drafter, misprint=False)
    tamper(way.document, TEXT + "<p>又及。</p>")
    with pytest.raises(Lacking) as refused:
        way.does(cast.seal_keeper)
    assert set(refused.value.lacks) == {Lack.NOT_SIGNED, Lack.NOT_TYPESET}


def test_a_withdrawn_signature_counts_no_more(way: Way, cast: Cast) -> None:
    way.to_sign_off(cast)
    way.does(cast.principal_leader, AGREE)
    assert queries.last_sign_off(way.document).consents  # type: ignore[union-attr]

    way.asks(cast.principal_leader, "withdraw", words="再看看")

    assert not queries.last_sign_off(way.document).consents  # type: ignore[union-attr]
    assert way.nodes() == ["F6"]


def test_what_a_helper_says_signs_nothing(way: Way, cast: Cast) -> None:
    way.to_sign_off(cast)
    seat = way.task(cast.principal_leader).seat
    flows.delegate(seat_uuid=seat, to=cast.clerk, words="请代拟意见", by=cast.principal_leader, at=way.tick())

    way.does(cast.clerk, AGREE, "建议同意")

    assert not SignOff.objects.exists()
    assert way.nodes() == ["F6"]
    assert way.task(cast.principal_leader)


def test_voided_the_number_stays_taken_and_the_document_is_over(way: Way, cast: Cast) -> None:
    way.to_registered(cast)
    actions.void_document(document=way.fresh(), reason="重复发文", by=cast.registrar, at=way.tick())

    number = Number.objects.get()
    assert (number.state, number.reason) == ("voided", "重复发文")
    assert way.nodes() == []
    again = Way(document=notice(cast.drafter), at=way.at)
    again.to_registered(cast)
    assert Number.objects.latest("id").serial == 2


def test_called_off_before_it_has_a_number_and_never_after(way: Way, cast: Cast) -> None:
    way.does(cast.drafter)
    assert way.standing(cast.drafter).control.may(Verb.CANCEL)
    way.does(cast.department_head, AGREE)
    way.does(cast.registrar, AGREE)
    way.does(cast.deputy_leader, AGREE)
    way.does(cast.principal_leader, AGREE)
    way.does(cast.office_head, substantive=False)

    assert way.nodes() == ["F8"]
    assert not way.standing(cast.drafter).control.may(Verb.CANCEL)


def test_only_who_has_to_do_with_it_sees_it(way: Way, cast: Cast) -> None:
    assert queries.get_document(cast.drafter, uuid=way.document.uuid, at=NOON)
    for person in (cast.stranger, cast.clerk, cast.seal_keeper, cast.archivist):
        with pytest.raises(NotThere):
            queries.get_document(person, uuid=way.document.uuid, at=NOON)

    way.to_registered(cast)

    later = way.at + timedelta(minutes=1)
    by_keys = {name: queries.few_visible(one, most=9, at=later) for name, one in cast.persons().items()}
    assert {name for name, keys in by_keys.items() if keys} == {"department_head", "deputy_leader", "drafter"}
    for name, keys in by_keys.items():
        if keys is not None:
            seen = queries.visible(cast.persons()[name], at=later)
            assert sorted(keys) == sorted(seen.values_list("pk", flat=True)), name
    assert queries.few_visible(cast.drafter, most=0, at=later) is None
    assert queries.get_document(cast.archivist, uuid=way.document.uuid, at=later)
    for person in (cast.stranger, cast.clerk, cast.stranger_administrator):
        with pytest.raises(NotThere):
            queries.get_document(person, uuid=way.document.uuid, at=later)


def test_a_no_needs_words_and_a_refusal_leaves_nothing_half_done(way: Way, cast: Cast) -> None:
    way.to_sign_off(cast)
    before = way.fresh().instance.step  # type: ignore[union-attr]

    with pytest.raises(OpinionNeeded):
        way.does(cast.principal_leader, DISAGREE)

    assert way.fresh().instance.step == before  # type: ignore[union-attr]
    assert not SignOff.objects.exists()
    way.does(cast.principal_leader, DISAGREE, "时机未到")
    assert way.nodes() == ["F1"]
    assert not queries.last_sign_off(way.document).consents  # type: ignore[union-attr]


def test_a_deputy_voids_in_the_name_of_whom_he_stands_in_for(way: Way, cast: Cast) -> None:
    way.to_registered(cast)
    assert not way.standing(cast.clerk).control.may(Own.VOID)
    delegate(
        principal=cast.registrar,
        deputy=cast.clerk,
        since=NOON,
        until=NOON + timedelta(days=3),
        flows=("dispatch",),
        by=cast.registrar,
        at=NOON,
    )

    actions.void_document(document=way.fresh(), reason="重复发文", by=cast.clerk, at=way.tick())

    act = Act.objects.get(document=way.document, kind="voided")
    assert (act.person, act.acted_for) == (cast.clerk, cast.registrar)
    (line,) = acts_on(cast.administrator, way.fresh())
    assert line.acted_for == cast.registrar


def test_orders_are_counted_on_over_the_years_in_a_series_of_their_own(cast: Cast) -> None:
    prepare(cast)
    order = notice(cast.drafter, type=DocumentType.ORDER, title="关于表彰先进集体的令")
    assert series_for(order) == [], "江红发 names a year"
    series = actions.open_series(
        unit=cast.body, kind=Kind.DISPATCH, code="江红令", types=[DocumentType.ORDER], by=None, at=NOON
    )
    second = notice(cast.drafter, type=DocumentType.ORDER, title="关于授予称号的令")

    assert series_for(order) == [series]
    assert series not in series_for(notice(cast.drafter))
    first = give_number(document=order, series=series, by=cast.registrar, at=NOON)
    later = give_number(document=second, series=series, by=cast.registrar, at=NOON + timedelta(days=400))

    assert [first.text, later.text] == ["第1号", "第2号"]
    sheet = sheet_of(second, is_sealed=False, at=NOON)
    assert (str(sheet.number), sheet.form) == ("第2号", Form.ORDER)
