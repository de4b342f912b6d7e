"""The rules of documents, by table and by property."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieban.documents.queries import trails
from xieban.documents.rules.control import Own, Situation, lacks_at, own_verbs
from xieban.documents.rules.countersigning import with_mandatory
from xieban.documents.rules.elements import Elements, Lack, lacks_of_draft, recipients_of
from xieban.documents.rules.numbering import gaps, may_become, written
from xieban.documents.rules.secrecy import GRADES, grade_in
from xieban.documents.rules.signing import Correction, digest_of, is_covered, is_substantive
from xieban.documents.rules.words import ActKind, ChangeKind, DocumentType, Kind, NumberState, Page, Urgency
from xieban.flows.rules.words import Nature

CHINESE = st.text(alphabet="关于加强应急救援队伍建设的通知请各单位认真贯彻落实", min_size=1, max_size=200)


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        pytest.param("秘密★1年", "秘密", id="as it is printed"),
        pytest.param("机密*长期", "机密", id="with an asterisk"),
        pytest.param("绝密 ★", "绝密", id="with a blank"),
        pytest.param("密级：秘密", "秘密", id="labelled"),
        pytest.param("  机密 ", "机密", id="the word alone"),
        pytest.param("关于做好国家秘密保密工作的通知", "", id="speaking of secrets is no grade"),
        pytest.param("机密性要求较高", "", id="another word"),
    ],
)
def test_a_grade_is_found_where_it_is_a_mark(text: str, grade: str) -> None:
    assert grade_in("", text) == grade


@given(st.sampled_from(GRADES), CHINESE, CHINESE)
def test_a_mark_is_found_wherever_it_stands(grade: str, before: str, after: str) -> None:
    assert grade_in(f"{before}{grade}★10年{after}") == grade


@given(CHINESE, st.lists(CHINESE, max_size=4))
def test_what_was_signed_is_covered_and_recorded_corrections_keep_it_so(first: str, others: list[str]) -> None:
    chain = [digest_of(title="", type_name="", text=one) for one in (first, *others)]
    corrections = [Correction(before=one, after=two) for one, two in pairwise(chain)]

    assert is_covered(signed=chain[0], now=chain[-1], corrections=corrections)
    assert not is_covered(signed=chain[0], now="another", corrections=corrections)
    assert not is_covered(signed="", now=chain[-1], corrections=corrections)


@given(CHINESE, st.integers(0, 10**6), st.integers(0, 10**6))
def test_another_figure_is_never_a_mere_correction(text: str, one: int, other: int) -> None:
    assert is_substantive(before=f"{text}{one}元", after=f"{text}{other}元") is (one != other)


@given(CHINESE, CHINESE)
def test_another_title_is_always_of_substance(title: str, other: str) -> None:
    changed = is_substantive(before="", after="", title_before=title, title_after=other)

    assert changed is (title != other)


@pytest.mark.parametrize(
    ("after", "substantive"),
    [
        pytest.param("请各单位认真贯彻落实。", False, id="the same"),
        pytest.param("请各单位认真贯澈落实。", False, id="a misprint"),
        pytest.param(
            "请各单位认真贯彻落实，" + "并于每季度末将工作进展情况书面报送办公室汇总后统一上报审定。",
            True,
            id="more",
        ),
        pytest.param("请三单位认真贯彻落实。", True, id="a Chinese figure"),
    ],
)
def test_a_few_characters_are_a_correction(after: str, substantive: bool) -> None:  # noqa: FBT001 - a parameter
    assert is_substantive(before="请各单位认真贯彻落实。", after=after) is substantive


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_no_two_documents_share_a_digest_by_where_their_words_stand(a: str, b: str, c: str, d: str) -> None:
    one, two = digest_of(title=a, type_name="", text=b), digest_of(title=c, type_name="", text=d)

    assert (one == two) is ((a, b) == (c, d))


def test_a_number_is_written_as_the_standard_does_and_never_comes_back() -> None:
    assert written(code="江红发", year=2026, serial=5) == "江红发〔2026〕5号"
    assert [then for then in NumberState if may_become(NumberState.VOIDED, then)] == []
    assert not may_become(NumberState.USED, NumberState.RESERVED)
    assert gaps([1, 2, 4]) == (3,)


def _elements(**changes: object) -> Elements:
    values: dict[str, object] = {
        "kind": Kind.DISPATCH,
        "type": DocumentType.NOTICE,
        "title": "关于某事的通知",
        "urgency": Urgency.ORDINARY,
        "recipients": ("甲",),
        "basis": "会议",
        **changes,
    }
    return Elements(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("elements", "lacks"),
    [
        pytest.param(_elements(), set(), id="nothing"),
        pytest.param(_elements(title="关于印发《办法》的通知（试行）"), set(), id="a suffix behind the type"),
        pytest.param(_elements(type=DocumentType.REQUEST), {Lack.TITLE_WITHOUT_TYPE}, id="a title of another type"),
        pytest.param(
            _elements(type=DocumentType.REQUEST, title="关于经费的请示", recipients=("甲", "乙")),
            {Lack.ONE_RECIPIENT},
            id="a request to two",
        ),
        pytest.param(
            _elements(type=DocumentType.REPORT, title="关于请示经费的报告"),
            {Lack.REQUEST_IN_REPORT},
            id="a request in a report",
        ),
        pytest.param(
            _elements(type=DocumentType.MINUTES, title="党组会议纪要", recipients=()),
            set(),
            id="minutes go to nobody",
        ),
        pytest.param(_elements(kind=Kind.MEMO, type=None, reason=""), {Lack.REASON}, id="a memo without reason"),
    ],
)
def test_what_a_draft_lacks(elements: Elements, lacks: set[Lack]) -> None:
    assert set(lacks_of_draft(elements, body="正文")) == lacks


@given(
    st.lists(st.sampled_from(["甲", "乙", "丙", " 甲 ", ""]), max_size=8), st.sampled_from(["\n", "，", ";", ","])
)
def test_recipients_are_read_once_each_in_order(names: list[str], between: str) -> None:
    found = recipients_of(between.join(names))

    assert list(found) == list(dict.fromkeys(name.strip() for name in names if name.strip()))


@given(st.lists(st.integers(1, 9)), st.lists(st.integers(1, 9)))
def test_nobody_takes_a_mandatory_countersign_away(chosen: list[int], mandatory: list[int]) -> None:
    found = with_mandatory(chosen, mandatory=mandatory)

    assert set(found) == {*chosen, *mandatory}
    assert len(found) == len(set(found))


SITUATIONS = st.builds(
    Situation,
    kind=st.sampled_from(Kind),
    is_signed=st.booleans(),
    consents=st.booleans(),
    number=st.sampled_from([None, *NumberState]),
    is_typeset=st.booleans(),
    is_distributed=st.booleans(),
    is_voided=st.booleans(),
    is_over=st.booleans(),
    is_drafter=st.booleans(),
    registers=st.booleans(),
    dispatches=st.booleans(),
    signs_as_principal=st.booleans(),
    is_upward=st.booleans(),
    has_series=st.booleans(),
    has_seal=st.booleans(),
    waits_for_receipts=st.booleans(),
)


@given(SITUATIONS)
def test_the_seal_goes_only_on_what_is_signed_numbered_and_typeset_as_it_stands(situation: Situation) -> None:
    if situation.kind is Kind.DISPATCH and not lacks_at(Nature.SEAL, situation):
        assert situation.is_signed
        assert situation.is_typeset
        assert situation.number in {NumberState.RESERVED, NumberState.USED}


@given(SITUATIONS)
def test_what_goes_up_is_signed_by_the_principal_leader_alone(situation: Situation) -> None:
    if situation.is_upward and not lacks_at(Nature.SIGN_OFF, situation):
        assert situation.signs_as_principal


@given(SITUATIONS)
def test_with_a_voided_document_nothing_more_is_done(situation: Situation) -> None:
    found = own_verbs(situation, frozenset({"title", "body"}), tasks=())

    assert not (situation.is_voided and found)
    assert not (situation.is_distributed and Own.VOID in found)
    assert not (situation.number in {None, NumberState.VOIDED} and Own.VOID in found)


def test_the_trail_has_words_for_everything_that_is_kept() -> None:
    assert set(trails.ACTS) == set(ActKind)
    assert set(trails.PAGES) == set(Page)
    assert set(trails.KINDS) == set(ChangeKind)
