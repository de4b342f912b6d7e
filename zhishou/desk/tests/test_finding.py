"""Tickets are found by their words; nobody finds, or learns of, what he may not read."""

import pytest
from django.core.management import call_command
from django.test import Client

from conftest import NOON, Cast
from jishi.api.door import Paging
from jishi.outbox.door import deliver_waiting
from jishi.search.models import Document
from zhishou.desk import actions
from zhishou.desk.models import Ticket
from zhishou.desk.queries import finding
from zhishou.desk.queries.lists import page_of
from zhishou.desk.queries.plain import plain_page
from zhishou.desk.queries.tickets import tickets_by
from zhishou.desk.rules.finding import LONGEST, Words, asked_number, body_of
from zhishou.desk.rules.words import NoteAudience
from zhishou.desk.tests.factories import Desk
from zhishou.people.models import Person
from zhishou.people.rules import Tier

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(desk: Desk) -> Ticket:
    intake = desk.receive("三楼打印机卡纸，编号 HP-4071", caller_name="单雄信")
    found = desk.open_from(intake, title="公文附件打不开")
    deliver_waiting(at=NOON)
    return found


def found_by(viewer: Person, cast: Cast, words: str, *, limit: int = 50, **asked: object) -> list[int]:
    numbers: list[int] = []
    seen = tickets_by(viewer, engagement=cast.engagement, asked=asked, at=NOON)
    cursor: str | None = None
    while cursor is not None or not numbers:
        paging = Paging(cursor=cursor, limit=limit)
        plain, following = plain_page(
            viewer, engagement=cast.engagement, asked=asked, columns=["number"], words=words, paging=paging, at=NOON
        )
        page, cursor = page_of(viewer, seen, engagement=cast.engagement, words=words, paging=paging, at=NOON)
        numbers += [ticket.number for ticket in page]
        assert ([row["number"] for row in plain], following) == ([ticket.number for ticket in page], cursor)
        if cursor is None:
            break
    return numbers


@pytest.mark.parametrize(
    "words",
    [
        *("公文", "附件", "件打不", "gwfj", "fjdbk", "打印 公文", "HP-4071", "hp 4071"),
        *("单雄信", "sxx", "shanxiongxin", "1", "#1", "\u3000公文\u3000附件 "),
    ],
)
def test_a_ticket_is_found_by(words: str, ticket: Ticket, desk: Desk) -> None:
    assert found_by(desk.cast.first_line, desk.cast, words) == [ticket.number]


@pytest.mark.parametrize(
    "words", ["文公", "附打", "zzz", "公文 邮件", "#2", "#0", "😀", "'", '" OR 1', "\\", "*:*", "&|!"]
)
def test_what_it_does_not_say_does_not_find_it(words: str, ticket: Ticket, desk: Desk) -> None:
    assert found_by(desk.cast.first_line, desk.cast, words) == []


def test_its_number_finds_it_before_the_index_knows_it(desk: Desk) -> None:
    desk.open_from(desk.receive("慢"), title="慢")
    desk.open_from(desk.receive("热线 1 号"), title="又慢")
    deliver_waiting(at=NOON)
    desk.open_from(desk.receive("系统慢"), title="最慢")

    assert found_by(desk.cast.first_line, desk.cast, "3") == found_by(desk.cast.first_line, desk.cast, "#3") == [3]
    assert found_by(desk.cast.first_line, desk.cast, "1") == [1]
    assert found_by(desk.cast.first_line, desk.cast, '"1"') == [2, 1]
    assert found_by(desk.cast.first_line, desk.cast, "系统") == []


def test_what_the_vendor_writes_for_itself_finds_nothing_for_the_client(ticket: Ticket, desk: Desk) -> None:
    cast = desk.cast
    secret, told = NoteAudience.VENDOR, NoteAudience.EVERYBODY
    actions.add_note(ticket=ticket, audience=secret, words="怀疑用户误删索引", by=cast.first_line, at=NOON)
    actions.add_note(ticket=ticket, audience=told, words="请重新登录再试", by=cast.first_line, at=NOON)
    actions.hand_over(ticket=ticket, tier=Tier.SECOND_LINE, note="需要查数据库", by=cast.first_line, at=NOON)
    deliver_waiting(at=NOON)

    for internal in ("误删索引", "数据库", "公文 误删"):
        assert found_by(cast.second_line, cast, internal) == [ticket.number]
        for outsider in (cast.client_admin, cast.auditor, cast.requester):
            assert found_by(outsider, cast, internal) == []
    for viewer in (cast.second_line, cast.client_admin, cast.requester):
        assert found_by(viewer, cast, "重新登录") == [ticket.number]
    public = Document.objects.get(kind="ticket", key=str(ticket.pk))
    assert "误删" not in public.body + public.tokens


def test_whoever_may_not_see_a_ticket_does_not_find_it(ticket: Ticket, desk: Desk) -> None:
    cast = desk.cast

    assert found_by(cast.requester, cast, "公文") == [ticket.number]
    assert found_by(cast.leader, cast, "公文") == found_by(cast.leader, cast, "#1") == []


@pytest.mark.parametrize("ahead", [0, 1, 2, 300])
def test_few_and_many_are_found_alike_page_by_page(
    ahead: int, ticket: Ticket, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "AHEAD", ahead)
    for title in ("公文丢失", "打印机", "公文乱码"):
        desk.open_from(desk.receive("另一件", caller=desk.cast.leader), title=title)
    actions.assign(ticket=ticket, to=desk.cast.first_line, by=desk.cast.first_line, at=NOON)
    deliver_waiting(at=NOON)

    for limit in (1, 2, 50):
        assert found_by(desk.cast.first_line, desk.cast, "公文", limit=limit) == [4, 2, 1]
        assert found_by(desk.cast.first_line, desk.cast, "公文", limit=limit, state="in_progress") == [1]
        assert found_by(desk.cast.requester, desk.cast, "公文", limit=limit) == [1]


def test_a_merged_tickets_words_find_the_older(ticket: Ticket, desk: Desk) -> None:
    by = desk.cast.first_line
    younger = desk.open_from(desk.receive("扫描仪失灵"), title="同一件事")
    actions.add_note(ticket=younger, audience=NoteAudience.EVERYBODY, words="驱动过期", by=by, at=NOON)
    actions.merge(ticket=younger, into=ticket.number, reason="同一故障", by=by, at=NOON)
    deliver_waiting(at=NOON)
    actions.add_note(ticket=younger, audience=NoteAudience.EVERYBODY, words="后来的话", by=by, at=NOON)
    joined = desk.receive("又有人来电催问进度")
    actions.join_intake(intake=joined, number=ticket.number, by=by, at=NOON)
    deliver_waiting(at=NOON)

    for words in ("驱动过期", "扫描仪", "后来的话", "来电催问"):
        assert ticket.number in found_by(by, desk.cast, words), words


def test_the_index_is_built_anew_from_the_tickets(
    ticket: Ticket, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    actions.add_note(
        ticket=ticket, audience=NoteAudience.VENDOR, words="口令已重置", by=desk.cast.first_line, at=NOON
    )
    Document.objects.all().delete()

    call_command("search", "rebuild")

    assert "Indexed 1 tickets." in capsys.readouterr().out
    assert found_by(desk.cast.first_line, desk.cast, "gwfj") == [1]
    assert found_by(desk.cast.first_line, desk.cast, "口令") == [1]
    assert found_by(desk.cast.client_admin, desk.cast, "口令") == []


def test_the_api_finds_by_words_and_filters(ticket: Ticket, desk: Desk, client: Client) -> None:
    client.force_login(desk.cast.first_line)
    address = f"/api/v1/engagements/{desk.cast.engagement.code}/tickets"

    assert [row["number"] for row in client.get(address, {"q": "公文"}).json()["items"]] == [1]
    assert client.get(address, {"q": "公文", "level": "1"}).json()["items"] == []
    assert client.get(address, {"q": "长" * 201}).status_code == 422


def test_a_body_is_bounded_and_keeps_what_was_said_last() -> None:
    said = Words(public=["新的话", "长" * 20_000], internal=["内部"])

    assert len(body_of("起初", said, internal=False)) == LONGEST
    assert body_of("起初", said, internal=False).startswith("起初\n新的话\n")
    assert "内部" not in body_of("起初", said, internal=False)


@pytest.mark.parametrize(
    ("words", "expected"),
    [("12", (12, False)), ("#12", (12, True)), (" #12 ", (12, True)), ("", (None, False)), ("#", (None, False)),
     ("12 公文", (None, False)), ("1234567890", (None, False)), ("²", (None, False)), ("#一", (None, False))],
)  # fmt: skip
def test_a_number_is_asked_for_by(words: str, expected: tuple[int | None, bool]) -> None:
    assert asked_number(words) == expected
