"""What a ticket's page offers, to whom; what it does, and how it refuses."""

from datetime import timedelta
from html import unescape
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone

from zhishou.contracts.rules import Level
from zhishou.desk import actions
from zhishou.desk.models import Clock, Countersign, Note, Proposal, Ticket, TicketLink
from zhishou.desk.rules.clocks import Standing
from zhishou.desk.rules.words import TicketKind, TicketState
from zhishou.desk.tests.factories import Desk
from zhishou.desk.web.deeds import DEEDS
from zhishou.people.models import Person
from zhishou.people.rules import Tier

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
pytestmark = pytest.mark.once


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def ticket(desk: Desk) -> Ticket:
    return desk.open(Level.SEVERE, reached_at=timezone.now() - 9 * MINUTE)


@pytest.fixture
def engineer(desk: Desk) -> Client:
    return signed_in(desk.cast.first_line)


def page(client: Client, ticket: Ticket, more: str = "") -> str:
    text = client.get(f"/c/red-cross/desk/{ticket.number}/{more}").content.decode()
    return " ".join(unescape(text).split())  # where lines break, nobody sees


def send(client: Client, ticket: Ticket, name: str, **fields: object) -> tuple[int, str]:
    """Send a deed of the ticket as it stands now."""
    ticket.refresh_from_db()
    sent = {f"{name}-{key}": str(value) for key, value in ({"revision": ticket.revision} | fields).items()}
    response = client.post(f"/c/red-cross/desk/{ticket.number}/{name}/", sent)
    ticket.refresh_from_db()
    return response.status_code, unescape(response.content.decode())


def offered(client: Client, ticket: Ticket) -> set[str]:
    shown = page(client, ticket)
    return {
        deed.name
        for deed in DEEDS
        if f'id="do-{deed.name}"' in shown or f"/desk/{ticket.number}/{deed.name}/" in shown
    }


def test_what_is_offered_fits_the_role_and_the_state(desk: Desk, ticket: Ticket) -> None:
    cast = desk.cast
    staff = {"take", "assign", "hand_over", "countersign", "note", "internal", "urge", "pause", "level", "go",
             "extend", "void", "correct", "recovered", "under", "link", "merge"}  # fmt: skip

    assert offered(signed_in(cast.second_line), ticket) == staff
    assert offered(signed_in(cast.requester), ticket) == {"note", "urge", "withdraw"}
    assert offered(signed_in(cast.client_admin), ticket) == {"note", "urge", "withdraw", "correct"}
    assert offered(signed_in(cast.auditor), ticket) == set()

    actions.mark_recovered(ticket=ticket, words="好", by=cast.expert, at=timezone.now())
    assert offered(signed_in(cast.requester), ticket) == {"note", "urge", "confirm", "not_yet"}
    assert offered(signed_in(cast.manager), ticket) == staff - {"pause", "level", "go", "recovered"}

    actions.confirm_recovery(ticket=ticket, words="好", by=cast.requester, at=timezone.now())
    assert offered(signed_in(cast.requester), ticket) == {"note", "reopen"}
    assert offered(signed_in(cast.manager), ticket) == {"note", "internal", "link", "reopen"}


def test_a_manager_is_offered_to_close_only_after_waiting(desk: Desk) -> None:
    ticket, manager = desk.open(reached_at=timezone.now() - 5 * DAY), signed_in(desk.cast.manager)
    actions.mark_recovered(ticket=ticket, words="好", by=desk.cast.expert, at=timezone.now() - 4 * DAY)
    assert "close" in offered(manager, ticket)
    assert "close" not in offered(signed_in(desk.cast.expert), ticket)

    assert send(manager, ticket, "close", words="四日未答复")[0] == HTTPStatus.FOUND
    assert ticket.state == TicketState.CLOSED


def test_the_ticket_goes_from_hand_to_hand(desk: Desk, ticket: Ticket, engineer: Client) -> None:
    cast = desk.cast
    assert send(engineer, ticket, "take")[0] == HTTPStatus.FOUND
    assert ticket.assignee == cast.first_line
    assert send(engineer, ticket, "assign", choice=cast.expert.uuid)[0] == HTTPStatus.FOUND
    assert ticket.assignee == cast.expert
    assert send(engineer, ticket, "release")[0] == HTTPStatus.FOUND
    assert Ticket.objects.get(pk=ticket.pk).assignee_id is None
    assert send(engineer, ticket, "hand_over", choice="second_line", words="数据库锁表")[0] == HTTPStatus.FOUND
    assert send(engineer, ticket, "hand_over", choice="front_desk", words="请再问用户")[0] == HTTPStatus.FOUND

    assert ticket.tier == Tier.FRONT_DESK
    shown = page(engineer, ticket)
    assert "回流 1 次" in shown
    assert "曾经手 1 次" in shown
    assert "数据库锁表" not in page(signed_in(cast.requester), ticket)


def test_words_for_everybody_and_words_for_the_team(desk: Desk, ticket: Ticket, engineer: Client) -> None:
    send(engineer, ticket, "note", words="正在处理，请稍候")
    send(engineer, ticket, "internal", words="密码在保险柜")
    assert send(engineer, ticket, "note", words=" ")[0] == HTTPStatus.UNPROCESSABLE_ENTITY

    inside, outside = page(engineer, ticket), page(signed_in(desk.cast.requester), ticket)
    assert 'class="desk-internal"' in inside
    assert "仅服务团队可见" in inside
    assert "正在处理" in outside
    assert "密码在保险柜" not in outside
    assert Note.objects.count() == 2


def test_a_colleague_countersigns_from_his_own_queue(desk: Desk, ticket: Ticket, engineer: Client) -> None:
    expert = signed_in(desk.cast.expert)
    send(engineer, ticket, "countersign", choice=desk.cast.expert.uuid, words="方案可行吗？")
    assert "方案可行吗？" in unescape(expert.get("/c/red-cross/desk/").content.decode())
    assert "answer" not in offered(engineer, ticket)
    assert "data-desk-opens" in page(expert, ticket, "?open=answer")

    refused = send(expert, ticket, "answer", answer="no", words="")
    assert refused[0] == HTTPStatus.UNPROCESSABLE_ENTITY
    assert send(expert, ticket, "answer", answer="no", words="先备份再动")[0] == HTTPStatus.FOUND

    assert "先备份再动" in page(engineer, ticket)
    assert "先备份再动" not in page(signed_in(desk.cast.requester), ticket)
    send(engineer, ticket, "countersign", choice=desk.cast.expert.uuid, words="已备份")
    waiting = Countersign.objects.get(state="waiting")
    assert send(engineer, ticket, "drop", choice=waiting.uuid, words="他在飞机上")[0] == HTTPStatus.FOUND


def test_since_when_it_works_is_said_confirmed_and_shown(desk: Desk, ticket: Ticket, engineer: Client) -> None:
    since = timezone.localtime(timezone.now() - 4 * MINUTE).strftime("%Y-%m-%dT%H:%M")
    caller = signed_in(desk.cast.requester)
    assert send(engineer, ticket, "recovered", words="已重启", works_since=since)[0] == HTTPStatus.FOUND
    shown = page(caller, ticket)
    assert "待用户确认" in shown
    assert f'value="{since}"' in shown

    assert send(caller, ticket, "confirm", words="好了", works_since=since)[0] == HTTPStatus.FOUND

    assert ticket.state == TicketState.CLOSED
    clock = desk.clock(ticket, "recovery")
    assert (clock.standing, clock.ended_at) == (Standing.KEPT, ticket.recovered_at)
    assert send(caller, ticket, "reopen", words="又坏了")[0] == HTTPStatus.FOUND
    assert send(engineer, ticket, "recovered", words="好了", works_since="2999-01-01T00:00")[0] == 422
    assert send(engineer, ticket, "recovered", words="好了")[0] == HTTPStatus.FOUND
    assert send(caller, ticket, "not_yet", words="还没好")[0] == HTTPStatus.FOUND
    assert send(caller, ticket, "withdraw", words="算了")[0] == HTTPStatus.FOUND
    assert ticket.state == TicketState.WITHDRAWN


def test_families_are_made_and_a_merge_is_shown_before_it_is_done(
    desk: Desk, ticket: Ticket, engineer: Client
) -> None:
    other = desk.open(Level.SEVERE, reached_at=timezone.now() - MINUTE)
    for name in ("under", "link"):
        assert send(engineer, other, name, number=ticket.number)[0] == HTTPStatus.FOUND
    assert send(engineer, other, "link", number=ticket.number)[0] == 422
    assert f"#{ticket.number} " in page(engineer, other)
    assert send(engineer, other, "unlink", choice=ticket.number)[0] == HTTPStatus.FOUND
    assert send(engineer, other, "out")[0] == HTTPStatus.FOUND
    assert not TicketLink.objects.exists()

    status, shown = send(engineer, other, "merge", number=ticket.number, words="同一问题")
    assert status == 422
    assert "本工单的这些时钟作废" in shown
    assert "同一问题" in shown
    assert f'name="merge-shown" value="{ticket.number}"' in shown
    assert other.state == TicketState.OPEN
    status, _shown = send(engineer, other, "merge", number=ticket.number, words="同一问题", shown=ticket.number)
    assert (status, other.state) == (HTTPStatus.FOUND, TicketState.MERGED)
    assert "本工单已合并" in page(engineer, other)
    assert "没有这张工单" in send(engineer, ticket, "merge", number=999, words="同一")[1]


def test_more_time_is_proposed_and_answered_by_the_client_alone(
    desk: Desk, ticket: Ticket, engineer: Client
) -> None:
    recovery, repair = desk.clock(ticket, "recovery"), desk.clock(ticket, "repair_cap")
    wish = {"choice": recovery.uuid, "amount": 3, "unit": "days", "words": "等待厂商补丁"}
    assert send(engineer, ticket, "extend", **wish)[0] == HTTPStatus.FOUND
    assert send(engineer, ticket, "void", choice=repair.uuid, words="停电")[0] == HTTPStatus.FOUND
    assert send(engineer, ticket, "extend", **wish)[0] == 422  # it waits already
    admin, agreements = signed_in(desk.cast.client_admin), "/c/red-cross/desk/agreements/"
    listed = unescape(admin.get(agreements).content.decode())
    assert "等待厂商补丁" in listed
    assert '<span aria-hidden="true">2</span>' in listed  # in the navigation
    assert "我同意" not in page(engineer, ticket)
    extend, void = Proposal.objects.order_by("id")

    address = f"{agreements}{extend.uuid}/"
    assert engineer.post(address, {f"{extend.uuid}-answer": "yes"}).status_code == HTTPStatus.FORBIDDEN
    assert (
        admin.post(address, {f"{extend.uuid}-answer": "yes", "from": "ticket"})
        .headers["Location"]
        .endswith(f"/desk/{ticket.number}/")
    )
    refused = admin.post(f"{agreements}{void.uuid}/", {f"{void.uuid}-answer": "no"})
    assert refused.status_code == 422
    admin.post(f"{agreements}{void.uuid}/", {f"{void.uuid}-answer": "no", f"{void.uuid}-words": "没有停电"})

    assert desk.clock(ticket, "recovery").due_at == ticket.reached_at + 3 * DAY
    assert Clock.objects.get(pk=repair.pk).ended_at is None
    assert "没有停电" in page(engineer, ticket)
    assert admin.get(agreements, headers={"HX-Request": "true"}).status_code == HTTPStatus.OK


def test_kind_and_title_are_corrected_in_the_open(desk: Desk, ticket: Ticket, engineer: Client) -> None:
    said = {"title": "附件打不开", "kind": "fault", "service_code": "020201", "module": "公文", "words": "听错了"}
    assert send(engineer, ticket, "correct", **said)[0] == HTTPStatus.FOUND
    assert ticket.title == "附件打不开"
    assert "公文打不开 → 附件打不开" in page(engineer, ticket)
    fewer = send(engineer, ticket, "correct", **(said | {"kind": "request"}))
    assert fewer[0] == 422
    assert send(signed_in(desk.cast.client_admin), ticket, "correct", **(said | {"kind": "request"}))[0] == 302
    assert ticket.kind == TicketKind.REQUEST


def test_whoever_was_overtaken_sees_what_happened_and_keeps_his_words(
    desk: Desk, ticket: Ticket, engineer: Client
) -> None:
    seen = ticket.revision
    actions.assign(ticket=ticket, to=desk.cast.expert, by=desk.cast.expert, at=timezone.now())
    actions.urge(ticket=ticket, words="领导在等", by=desk.cast.requester, at=timezone.now())

    status, shown = send(engineer, ticket, "hand_over", choice="expert", words="请专家看看锁表", revision=seen)

    assert status == 422
    assert "请专家看看锁表" in shown
    meanwhile = shown[shown.index("在此期间发生的事") :]
    assert "领导在等" in meanwhile[: meanwhile.index("</form>")]
    assert "Expert" in meanwhile[: meanwhile.index("</form>")]
    assert f'name="hand_over-revision" value="{ticket.revision}"' in shown


def test_words_for_what_is_no_longer_possible_are_not_lost(desk: Desk, ticket: Ticket, engineer: Client) -> None:
    seen = ticket.revision
    actions.withdraw(ticket=ticket, reason="是我看错了", by=desk.cast.requester, at=timezone.now())

    status, shown = send(engineer, ticket, "recovered", words="重启了流程服务", revision=seen)

    assert status == 422
    assert "重启了流程服务" in shown
    assert "是我看错了" in shown


def test_no_deed_opens_to_the_wrong_side(desk: Desk, ticket: Ticket) -> None:
    watcher, stranger = signed_in(desk.cast.auditor), signed_in(desk.cast.stranger_manager)
    for deed in DEEDS:
        assert send(watcher, ticket, deed.name)[0] == HTTPStatus.FORBIDDEN
        assert send(stranger, ticket, deed.name)[0] == HTTPStatus.NOT_FOUND

    assert send(signed_in(desk.cast.requester), ticket, "hand_over")[0] == HTTPStatus.FORBIDDEN
    assert send(signed_in(desk.cast.manager), ticket, "confirm")[0] == HTTPStatus.FORBIDDEN
    assert send(watcher, ticket, "no-such-deed")[0] == HTTPStatus.NOT_FOUND
    assert ticket.revision == 1


def test_the_explain_sheet_shows_every_clock_with_both_moments(desk: Desk, ticket: Ticket) -> None:
    actions.change_level(
        ticket=ticket, level=Level.FATAL, reason="全部宕机", by=desk.cast.expert, at=timezone.now()
    )
    for person in (desk.cast.requester, desk.cast.auditor, desk.cast.client_admin):
        shown = unescape(signed_in(person).get(f"/c/red-cross/desk/{ticket.number}/explain/").content.decode())
        assert shown.count("desk-sheet-clock") == Clock.objects.filter(ticket=ticket).count() > 6
        assert "生效时刻" in shown
        assert "登记时刻" in shown
        assert "全部宕机" in shown
        assert "结论：" in shown


def test_ten_thousand_lines_are_folded_and_nothing_breaks(desk: Desk, engineer: Client) -> None:
    intake = desk.receive("一行字\n" * 4_900, at=timezone.now())
    ticket = desk.open_from(intake, title="日志全文")
    send(engineer, ticket, "note", words="日志\n" * 6_000)

    shown = page(engineer, ticket)

    assert shown.count("展开全文") >= 2
    assert send(engineer, ticket, "internal", words="长\n" * 10_001)[0] == 422
