"""Documents are found by what stands in them, and by nobody who may not see them."""

import io
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client

from jishi.files.door import Sent
from jishi.outbox.door import deliver_waiting, publish
from xieban.directory.models import Person
from xieban.documents.queries.bodies import body_of
from xieban.documents.tests.laying import AGREE, TEXT, Way, notice, prepare
from xieban.finding import actions as search_actions
from xieban.finding import queries
from xieban.finding.rules import MOST_PIECES, OVERLAP, PIECE, Stretch, cut, excerpt, marked
from xieban.finding.templatetags.finding import stretches
from xieban.flows import actions as flows
from xieban.meetings.events import MinutesKept
from xieban.meetings.models import Attendance, Meeting, Room
from xieban.meetings.rules import BODY as MINUTES
from xieban.notices import actions as notices
from xieban.notices.events import NoticeChanged
from xieban.notices.models import Notice, Receipt
from xieban.notices.rules import BODY as NOTICE
from xieban.tests.cast import NOON, Cast
from xieban.writing.actions import attach, begin_body, read_words
from xieban.writing.actions.bodies import add_revision, admitted
from xieban.writing.models import Body
from xieban.writing.rules import Source


def titles(viewer: object, words: str) -> list[str]:
    hits, _more = queries.find(viewer, words=words, at=NOON)  # type: ignore[arg-type]
    return [one.document.title for one in hits]


def test_a_document_is_found_by_text_files_opinions_and_number_by_whoever_sees_it(cast: Cast) -> None:
    prepare(cast)
    document = notice(cast.drafter, text=TEXT + "<p>" + "附注说明。" * 5000 + "末尾的蒙古包</p>")
    body = body_of(document)
    assert body is not None
    [file] = attach(
        body=body,
        files=[Sent(name="清单.txt", content=io.BytesIO("充气橡皮艇".encode()))],
        by=cast.drafter,
        at=NOON,
    )
    read_words(attachment=file, at=NOON)
    way = Way(document=document)
    way.does(cast.drafter)
    way.does(cast.department_head, AGREE, "请抓紧办理")
    deliver_waiting(at=way.at)

    for words in ("应急", "救援队伍", "储备", "橡皮艇", "抓紧", "蒙古包", "关于加强 橡皮艇", "yjjy"):
        assert titles(cast.drafter, words) == [document.title], words
        assert titles(cast.stranger, words) == [], words
    assert titles(cast.drafter, "坦克") == titles(cast.drafter, "") == titles(cast.drafter, "'%\"") == []

    client = Client()
    client.force_login(cast.drafter)
    page = client.get("/search/?q=橡皮艇").content.decode()
    assert "<mark>橡皮艇</mark>" in page

    out = StringIO()
    call_command("search", "rebuild", stdout=out)
    assert "indexed: 2" in out.getvalue()
    assert titles(cast.drafter, "橡皮艇") == [document.title]


@pytest.mark.parametrize("length", [0, 10, PIECE, PIECE + 1, 3 * PIECE])
def test_pieces_hold_the_whole_text_and_lap_over(length: int) -> None:
    text = "".join(chr(0x4E00 + place % 5000) for place in range(length))

    found = cut(text)

    assert "".join(one[:PIECE] for one in found) == text
    assert all(one[PIECE:] == text[PIECE * place :][:OVERLAP] for place, one in enumerate(found[:-1], start=1))
    assert len(cut("字" * PIECE * 20)) == MOST_PIECES


def test_what_was_asked_for_is_marked_and_nothing_else() -> None:
    assert marked("关于ABC的通知", asked=["abc", "通知"]) == (
        Stretch(text="关于"), Stretch(text="ABC", is_hit=True), Stretch(text="的"),
        Stretch(text="通知", is_hit=True),
    )  # fmt: skip
    assert excerpt("没有", asked=["无"]) == ()
    assert excerpt("字" * 100 + "橡皮艇", asked=["橡皮艇"])[-1] == Stretch(text="橡皮艇", is_hit=True)


def test_an_excerpt_is_read_in_the_punctuation_of_its_language() -> None:
    """The index holds every comma narrow; beside Chinese it is wide, in figures and in English it stays."""
    text = "同意,请办理:橡皮艇(3 艘)共1,200元,12:30 送到; see (a), ok"

    found = excerpt(text, asked=["橡皮艇(3"])

    assert "".join(one.text for one in found) == "同意，请办理：橡皮艇（3 艘）共1,200元，12:30 送到； see (a), ok"
    assert [one.text for one in found if one.is_hit] == ["橡皮艇（3"]


def test_what_is_found_is_shown_as_text_and_never_as_markup() -> None:
    assert stretches((Stretch(text="<b>"), Stretch(text="&", is_hit=True))) == "&lt;b&gt;<mark>&amp;</mark>"


def test_published_notices_and_closed_minutes_are_found_by_who_may_read_them(cast: Cast) -> None:
    told = published(cast, title="关于停电检修的通知", text="<p>本周六上午配电室检修。</p>")
    meeting = minuted(cast, title="物资专题会", text="<p>会议决定采购净水设备。</p>")
    deliver_waiting(at=NOON)

    def found(viewer: Person, words: str) -> list[str]:
        hits = queries.find_others(viewer, words=words, at=NOON)
        return ["".join(part.text for part in one.title) for one in hits]

    assert found(cast.clerk, "配电室") == [told.title]
    assert found(cast.clerk, "净水设备") == [meeting.title]
    assert found(cast.stranger, "配电室") == found(cast.stranger, "净水设备") == []
    client = Client()
    client.force_login(cast.clerk)
    assert "<mark>净水设备</mark>" in client.get("/search/?q=净水设备").content.decode()
    notices.withdraw(notice=told, reason="改期", by=cast.drafter, at=NOON)
    deliver_waiting(at=NOON)
    assert found(cast.clerk, "配电室") == [], "what was withdrawn is found no more"
    assert search_actions.rebuild() == 1
    assert found(cast.clerk, "净水设备") == [meeting.title]


def published(cast: Cast, *, title: str, text: str) -> Notice:
    body = begin_body(kind=NOTICE, key=str(uuid4()), by=cast.drafter, at=NOON)
    notice = Notice.objects.create(
        uuid=body.key, title=title, state="published", body=body, by=cast.drafter, made_at=NOON, published_at=NOON
    )
    Receipt.objects.create(notice=notice, person=cast.clerk, since=NOON)
    fill(body, text)
    publish(NoticeChanged(notice_uuid=str(notice.uuid), happened_at=NOON), at=NOON)
    return notice


def minuted(cast: Cast, *, title: str, text: str) -> Meeting:
    flows.load_definitions(at=NOON)
    body = begin_body(kind=MINUTES, key=str(uuid4()), by=cast.drafter, at=NOON)
    meeting = Meeting.objects.create(
        uuid=body.key,
        title=title,
        room=Room.objects.create(name="一楼会议室", seats=9),
        begins_at=NOON,
        ends_at=NOON + timedelta(hours=1),
        state="agreed",
        instance=flows.start(flow="meeting", title=title, values={}, by=cast.drafter, at=NOON),
        by=cast.drafter,
        made_at=NOON,
        minutes=body,
        minutes_closed_at=NOON,
    )
    Attendance.objects.create(meeting=meeting, person=cast.clerk)
    fill(body, text)
    publish(MinutesKept(meeting_uuid=str(meeting.uuid), title=title, by=cast.drafter.pk, happened_at=NOON), at=NOON)
    return meeting


def fill(body: Body, text: str) -> None:
    html, blocks = admitted(text)
    add_revision(body=body, text=html, blocks=blocks, on_revision=0, source=Source.TYPED, by=body.by, at=NOON)


@pytest.mark.django_db
def test_words_that_are_too_long_to_be_searched_are_kept_and_refused_in_words(cast: Cast, client: Client) -> None:
    client.force_login(cast.drafter)

    page = client.get("/search/", {"q": "长" * 201}).content.decode()

    assert "本次没有检索：关键词最多 200 个字符" in page
    assert "长" * 201 in page
