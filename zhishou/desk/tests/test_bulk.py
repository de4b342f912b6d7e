"""Many tickets at once: each done or refused on its own."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conftest import NOON
from jishi.refusals.door import Stale
from jishi.tasks.door import run_ready
from jishi.work.models import Work
from zhishou.desk import actions
from zhishou.desk.actions.batches import NothingChosen, Wish, WishIncomplete, begin_batch
from zhishou.desk.models import Batch, Ticket
from zhishou.desk.rules.places import AT_ONCE, Verb, canonical, chosen, of_address
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.test_ticket_page import signed_in
from zhishou.people.rules import Tier

pytestmark = pytest.mark.once

HERE = "/c/red-cross/desk/bulk/"


def outcome(batch: Batch) -> list[tuple[int, bool]]:
    return [(item.number, not item.refused) for item in batch.items.order_by("place")]


def carried(desk: Desk, tickets: list[tuple[int, int]], wish: Wish) -> Batch:
    return actions.carry_out(
        engagement=desk.cast.engagement, tickets=tickets, wish=wish, by=desk.cast.manager, at=NOON
    )


def test_each_ticket_is_done_or_refused_on_its_own(desk: Desk) -> None:
    for _ in range(3):
        desk.open()
    changed = Ticket.objects.get(number=2)
    actions.assign(ticket=changed, to=desk.cast.first_line, by=desk.cast.manager, at=NOON)

    batch = carried(desk, [(1, 1), (2, 1), (3, 1), (77, 1)], Wish(verb=Verb.ASSIGN, to=desk.cast.expert))

    assert outcome(batch) == [(1, True), (2, False), (3, True), (77, False)]
    assert list(Ticket.objects.order_by("number").values_list("assignee", flat=True)) == [
        desk.cast.expert.pk,
        desk.cast.first_line.pk,
        desk.cast.expert.pk,
    ]


def test_every_verb_does_what_it_says_or_says_why_not(desk: Desk) -> None:
    for _ in range(4):
        desk.open()
    closed = Ticket.objects.get(number=4)
    actions.mark_recovered(ticket=closed, words="已恢复", by=desk.cast.first_line, at=NOON)

    over = carried(desk, [(1, 1), (2, 1)], Wish(verb=Verb.HAND_OVER, tier=Tier.EXPERT, words="请查"))
    under = carried(desk, [(1, 2), (3, 1)], Wish(verb=Verb.PUT_UNDER, parent=3))
    close = carried(desk, [(3, 1), (4, 2)], Wish(verb=Verb.CLOSE, words="用户未答复"))

    assert outcome(over) == [(1, True), (2, True)]
    assert outcome(under) == [(1, True), (3, False)]
    assert outcome(close) == [(3, False), (4, False)]
    assert Ticket.objects.get(number=1).parent == Ticket.objects.get(number=3)
    assert all(item.refused for item in close.items.all())


@pytest.mark.parametrize(
    ("tickets", "wish", "error"),
    [
        ([], Wish(verb=Verb.ASSIGN), NothingChosen),
        ([(number, 1) for number in range(1, 202)], Wish(verb=Verb.ASSIGN), NothingChosen),
        ([(1, 1)], Wish(verb=Verb.HAND_OVER, tier=Tier.EXPERT, words=" "), WishIncomplete),
        ([(1, 1)], Wish(verb=Verb.HAND_OVER, words="请查"), WishIncomplete),
        ([(1, 1)], Wish(verb=Verb.PUT_UNDER), WishIncomplete),
        ([(1, 1)], Wish(verb=Verb.CLOSE, words="a\x00"), WishIncomplete),
    ],
)
def test_an_incomplete_wish_begins_nothing(
    tickets: list[tuple[int, int]], wish: Wish, error: type[Exception], desk: Desk
) -> None:
    with pytest.raises(error):
        begin_batch(engagement=desk.cast.engagement, tickets=tickets, wish=wish, by=desk.cast.manager, at=NOON)

    assert not Batch.objects.exists()


def test_many_become_long_work_that_goes_on_where_it_was(desk: Desk) -> None:
    count = AT_ONCE + 1
    for _ in range(count):
        desk.open(reached_at=timezone.now() - timedelta(minutes=1))
    tickets = [(number, 1) for number in range(1, count + 1)]
    batch = carried(desk, tickets, Wish(verb=Verb.ASSIGN, to=desk.cast.expert))
    assert not batch.items.filter(ended_at__isnull=False).exists()

    run_ready()

    work = Work.objects.get()
    assert (work.done, work.total) == (count, count)
    assert work.note == f"完成 {count} 张，未办 0 张"
    assert work.result_url == f"{HERE}{batch.uuid}/"
    assert Ticket.objects.filter(assignee=desk.cast.expert, revision=2).count() == count


def test_the_page_asks_and_the_report_tells(desk: Desk) -> None:
    client, cast = signed_in(desk.cast.manager), desk.cast
    for _ in range(2):
        desk.open(reached_at=timezone.now())

    asked = client.get(f"{HERE}?ticket=1:1&ticket=2:9&ticket=nonsense&ticket=77:1")
    wish = {"ticket": ["1:1", "2:9"], "assign-verb": "assign", "assign-person": str(cast.expert.uuid)}
    began = client.post(HERE, wish)
    page = client.get(began.headers["Location"]).content.decode()

    assert asked.content.decode().count("#1 ") == 1
    assert "完成 1 张，未办 1 张" in page
    assert "#2" in page
    assert str(Stale()) in page
    again = client.get(f"{HERE}?ticket=2:1").content.decode()
    assert 'value="2:1"' in again


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"ticket": "1:1"},
        {"ticket": "1:1", "assign-verb": "assign", "assign-person": "nobody"},
        {"ticket": "1:1", "hand_over-verb": "hand_over", "hand_over-tier": "expert"},
        {"assign-verb": "assign"},
        {"ticket": "1:1", "close-verb": "close", "close-words": ""},
    ],
)
def test_a_wrong_wish_is_asked_again(sent: dict[str, str], desk: Desk) -> None:
    desk.open(reached_at=timezone.now())

    assert signed_in(desk.cast.manager).post(HERE, sent).status_code == 422
    assert not Batch.objects.exists()


def test_a_report_is_its_own_persons_and_closing_a_managers(desk: Desk) -> None:
    desk.open(reached_at=timezone.now())
    batch = carried(desk, [(1, 1)], Wish(verb=Verb.ASSIGN, to=desk.cast.expert))

    assert signed_in(desk.cast.first_line).get(f"{HERE}{batch.uuid}/").status_code == 404
    assert "close-words" not in signed_in(desk.cast.first_line).get(f"{HERE}?ticket=1:2").content.decode()
    assert signed_in(desk.cast.client_admin).get(HERE).status_code == 403


SHARED = {"filter-name": "紧急", "filter-asked": "level=1&state=going&x=1&whose=tier", "filter-shared": "on"}


def test_a_filter_is_kept_shared_and_forgotten(desk: Desk) -> None:
    own, other, console = signed_in(desk.cast.first_line), signed_in(desk.cast.expert), "/c/red-cross/desk/"

    kept = own.post(f"{console}filters/", SHARED)
    own.post(f"{console}filters/", {"filter-name": "自己的", "filter-asked": "q=公文"})
    own.post(f"{console}filters/", {"filter-name": "自己的", "filter-asked": "q=别的"})

    assert kept.headers["Location"] == f"{console}?whose=tier&level=1"
    seen = other.get(console).content.decode()
    assert "紧急" in seen
    assert "自己的" not in seen
    assert "紧急" not in signed_in(desk.cast.client_admin).get(console).content.decode()
    [shared, _mine] = own.get(console).context["saved"][::-1]
    address = f"{console}filters/{shared[0].uuid}/forget/"
    assert other.post(address).status_code == 403
    assert signed_in(desk.cast.client_admin).post(address).status_code == 404
    assert signed_in(desk.cast.manager).post(address).status_code == 302
    assert "紧急" not in other.get(console).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"filter-name": " "}, {"filter-name": "长" * 41}, {"filter-name": "a\x00"}, {"filter-asked": "长" * 2001}],
)
def test_a_wrong_filter_is_not_kept(wrong: dict[str, str], desk: Desk, client: Client) -> None:
    client.force_login(desk.cast.first_line)

    client.post("/c/red-cross/desk/filters/", SHARED | wrong)

    assert client.get("/c/red-cross/desk/").context["saved"] == []


def test_an_address_is_read_in_one_order_and_nonsense_is_left_out() -> None:
    assert of_address("?state=all&q=%20公文&whose=all&level=&cursor=x") == "q=%E5%85%AC%E6%96%87&state=all"
    assert canonical({"q": "a\x00", "state": "going"}) == ""
    assert chosen(["12:3", "12:4", "x", "1:", ":1", "0:1", "1:²", "9999999999:1"]) == [(12, 3)]
