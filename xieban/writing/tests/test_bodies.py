"""Texts are saved as revisions, nothing is overwritten, what is typed survives, and nobody else sees it."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from jishi.refusals.door import Invalid, NotThere
from xieban.layout.actions.html import PictureInBody, TableTooDeep
from xieban.tests.cast import NOON, Cast, make_cast
from xieban.writing import actions, queries
from xieban.writing.actions.bodies import ListTooDeep, NewerRevision, RowsDiffer, UnknownCharacter
from xieban.writing.models import Draft, Revision
from xieban.writing.queries import CannotWriteNow
from xieban.writing.rules import Change, Source, canonical, difference
from xieban.writing.tests.holding import PAPERS, paper

LATER = NOON + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def papers(settings: Settings) -> None:
    settings.WRITING_HOLDERS = PAPERS


def test_what_is_saved_is_numbered_and_kept(cast: Cast) -> None:
    body = paper(cast.drafter, readers=(cast.clerk,))

    first = actions.save_revision(
        body=body, html="<p onclick='x()'>各单位：</p>", on_revision=0, by=cast.drafter, at=NOON
    )
    second = actions.save_revision(
        body=body, html="<p>各处室：</p>", on_revision=1, why="改主送", by=cast.drafter, at=LATER
    )
    same = actions.save_revision(body=body, html="<p>各处室：</p>", on_revision=2, by=cast.drafter, at=LATER)

    assert (first.number, first.html, first.words) == (1, "<p>各单位：</p>", "各单位：")
    assert (second.number, second.why, same) == (2, "改主送", second)
    assert [one.number for one in queries.revisions_of(body)] == [2, 1]
    assert queries.blocks_of(body, number=1) != queries.blocks_of(body) == queries.blocks_of(body, number=2)


def test_a_stale_revision_is_refused_and_both_texts_stay(cast: Cast) -> None:
    body = paper(cast.drafter, cast.clerk)
    for number, by in enumerate((cast.drafter, cast.clerk)):
        actions.save_revision(body=body, html=f"<p>第{number}稿</p>", on_revision=number, by=by, at=NOON)

    with pytest.raises(NewerRevision) as refused:
        actions.save_revision(body=body, html="<p>我的一稿</p>", on_revision=1, by=cast.drafter, at=LATER)

    assert refused.value.words == {"name": cast.clerk.name, "number": 2}
    assert queries.html_of(body) == "<p>第1稿</p>"
    kept = queries.draft_of(cast.drafter, body=body)
    assert kept is not None
    assert (kept.html, kept.on_revision) == ("<p>我的一稿</p>", 1)

    rebased = actions.rebase_draft(body=body, by=cast.drafter, at=LATER)

    assert rebased is not None
    saved = actions.save_revision(
        body=body, html=rebased.html, on_revision=rebased.on_revision, by=cast.drafter, at=LATER
    )
    assert saved.number == 3
    assert queries.draft_of(cast.drafter, body=body) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_refused(settings: Settings) -> None:
    cast = make_cast()
    body = paper(cast.drafter, cast.clerk)
    gate, answers = threading.Barrier(2), []

    def save(by: object) -> None:
        gate.wait()
        try:
            actions.save_revision(body=body, html=f"<p>{by}</p>", on_revision=0, by=by, at=NOON)  # type: ignore[arg-type]
            answers.append("saved")
        except NewerRevision:
            answers.append("refused")
        finally:
            connection.close()

    both = [threading.Thread(target=save, args=(by,)) for by in (cast.drafter, cast.clerk)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(answers) == ["refused", "saved"]
    assert (Revision.objects.count(), Draft.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("html", "refusal"),
    [
        ("<p>见<img src='a.png'></p>", PictureInBody),
        ("<table><tr><td><ul><li>x</li></ul></td></tr></table>", TableTooDeep),
        ("<table><tr><td>1</td></tr><tr><td>2</td><td>3</td></tr></table>", RowsDiffer),
        ("<p>附件\ue000</p>", UnknownCharacter),
        ("<ul><li>" * 1000 + "甲", ListTooDeep),
        ("<p>" + "字" * 1_500_001, actions.TextTooLong),
    ],
)
def test_what_cannot_be_printed_is_refused_in_words_and_kept_as_a_draft(
    html: str, refusal: type[Invalid], cast: Cast
) -> None:
    body = paper(cast.drafter)

    with pytest.raises(refusal) as refused:
        actions.save_revision(body=body, html=html, on_revision=0, by=cast.drafter, at=NOON)

    assert len(str(refused.value)) > 10
    assert Revision.objects.count() == 0
    assert (queries.draft_of(cast.drafter, body=body) is None) == (refusal is actions.TextTooLong)


def test_the_database_refuses_to_change_a_revision(cast: Cast) -> None:
    body = paper(cast.drafter)
    saved = actions.save_revision(body=body, html="<p>甲</p>", on_revision=0, by=cast.drafter, at=NOON)

    for act in (lambda: Revision.objects.filter(pk=saved.pk).update(html=""), saved.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_to_a_stranger_nothing_is_there_and_a_reader_writes_nothing(cast: Cast) -> None:
    body = paper(cast.drafter, readers=(cast.clerk,))
    actions.save_revision(body=body, html="<p>甲</p>", on_revision=0, by=cast.drafter, at=NOON)

    for refusal, by in ((NotThere, cast.stranger), (CannotWriteNow, cast.clerk)):
        with pytest.raises(refusal):
            actions.save_revision(body=body, html="<p>乙</p>", on_revision=1, by=by, at=NOON)
        with pytest.raises(refusal):
            actions.note_presence(body=body, by=by, at=NOON)
        with pytest.raises(refusal):
            queries.desk_of(by, body=body, at=NOON)
    for ask in (queries.get_body, queries.get_written_body):
        with pytest.raises(NotThere):
            ask(cast.stranger, uuid=body.uuid, at=NOON)
    assert queries.sheet_of(cast.clerk, body=body, at=NOON).may_write is False


def test_a_draft_is_its_writers_own_and_the_others_see_who_writes(cast: Cast) -> None:
    body = paper(cast.drafter, cast.clerk)
    actions.note_presence(body=body, by=cast.drafter, at=NOON)
    actions.note_presence(body=body, by=cast.drafter, at=NOON + timedelta(seconds=15))
    actions.keep_draft(body=body, html="<p>写到一半<script>x</script>", on_revision=0, by=cast.drafter, at=NOON)

    hers = queries.desk_of(cast.drafter, body=body, at=NOON + timedelta(seconds=20))
    his = queries.desk_of(cast.clerk, body=body, at=NOON + timedelta(seconds=20))

    assert hers.draft is not None
    assert (hers.draft.html, hers.draft_is_stale, hers.others) == ("<p>写到一半</p>", False, ())
    assert his.draft is None
    assert [(one.person, one.since) for one in his.others] == [(cast.drafter, NOON)]
    assert queries.others_writing(cast.clerk, body=body, at=NOON + timedelta(minutes=2)) == []

    actions.leave(body=body, by=cast.drafter, at=NOON)
    actions.drop_draft(body=body, by=cast.drafter, at=NOON)

    assert queries.others_writing(cast.clerk, body=body, at=NOON) == []
    assert queries.draft_of(cast.drafter, body=body) is None


def test_a_memo_is_carried_over_into_a_dispatch(cast: Cast) -> None:
    memo, dispatch = paper(cast.drafter), paper(cast.drafter, cast.clerk)
    actions.save_revision(body=memo, html="<h1>一、事由</h1>", on_revision=0, by=cast.drafter, at=NOON)

    carried = actions.carry_over(source=memo, target=dispatch, by=cast.drafter, at=LATER)

    assert carried is not None
    assert (carried.number, carried.source, carried.html) == (1, Source.CARRIED, "<h1>一、事由</h1>")
    assert queries.fingerprint_of(dispatch) == queries.fingerprint_of(memo)
    with pytest.raises(NewerRevision):
        actions.carry_over(source=memo, target=dispatch, by=cast.drafter, at=LATER)


KEPT = set("p h1 h2 h3 h4 strong u sup sub br ul ol li table thead tbody tr th td".split())  # noqa: SIM905 - shorter
PIECES = st.sampled_from(
    ["<p>", "</p>", "<h1>", "</h1>", "<h3>", "</h3>", "<b>", "</b>", "<u>", "</u>", "<sup>", "</sup>", "<br>",
     "<ul>", "<ol>", "<li>", "</li>", "</ul>", "</ol>", "<table>", "<tr>", "<th>", "<td rowspan='2'>", "<td>",
     "</td>", "</tr>", "</table>", "<script>", "</script>", "<svg onload=x>", "<a href='javascript:x'>", "<style>",
     "<iframe src=x>", "<math>", "<p style='x' onclick='x'>", "<!--", "-->", "&lt;script&gt;",
     "&#60;img onerror=x>",
     "甲", "乙。丙", "一、", "（二）", "3.", "　", " ", "\n", "\t", "&nbsp;", "<", ">", "&", '"', "A&amp;B"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30))
def test_what_is_kept_holds_nothing_active_and_reads_back_the_same(pieces: list[str]) -> None:
    try:
        kept, blocks = canonical("".join(pieces))
    except ValueError:
        return  # refused by name

    tags = {one.strip("/").split(" ")[0] for one in (part.split(">")[0] for part in kept.split("<")[1:])}
    assert tags <= KEPT
    assert not re.search(r"<[^>]*\s(?!colspan=|rowspan=)", kept)
    assert canonical(kept) == (kept, blocks)
    assert difference(blocks, blocks).is_none


@given(st.lists(PIECES, max_size=20), st.lists(PIECES, max_size=20))
def test_a_difference_holds_both_texts_whole(before: list[str], after: list[str]) -> None:
    try:
        _, old = canonical("".join(before))
        _, new = canonical("".join(after))
    except ValueError:
        return

    found = difference(old, new)

    for gone, texts in ((Change.ADDED, old), (Change.REMOVED, new)):
        said = [
            piece.text
            for line in found.lines
            for field in line.fields
            for piece in field
            if piece.change is not gone
        ]
        alone = difference((), texts)
        whole = [piece.text for line in alone.lines for field in line.fields for piece in field]
        assert "".join(said) == "".join(whole)


def test_a_difference_is_told_by_words() -> None:
    _, old = canonical(
        "<p>各单位于2026年9月30日前报送。</p><p>联系人：李晓梅</p><table><tr><td>甲</td><td>1</td></tr></table>"
    )
    _, new = canonical(
        "<p>各处室于2026年10月15日前报送。</p><p>特此通知。</p><table><tr><td>甲</td><td>2</td></tr></table>"
    )

    found = difference(old, new)

    marks = {Change.REMOVED: "[-{}-]", Change.ADDED: "[+{}+]", Change.SAME: "{}"}
    shown = [
        "".join(marks[piece.change].format(piece.text) for field in line.fields for piece in field)
        for line in found.lines
    ]
    assert shown == [
        "各[-单位-][+处室+]于2026年[-9月30-][+10月15+]日前报送。",
        "[-联系人：李晓梅-]",
        "[+特此通知。+]",
        "甲[-1-][+2+]",
    ]
