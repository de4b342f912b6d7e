"""Satisfaction: who may say it, once for each closing, and who hears of a low one."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from conftest import NOON
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.desk import actions, queries
from zhishou.desk.actions.changing import WrongState
from zhishou.desk.actions.ratings import AlreadyRated
from zhishou.desk.models import Rating, Ticket
from zhishou.desk.rules.ratings import Stars, satisfaction
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.test_api import ask
from zhishou.desk.tests.test_ticket_page import signed_in
from zhishou.ledger.models import Entry
from zhishou.notify.models import Notice
from zhishou.people.models import Person

HOUR = timedelta(hours=1)


def close(desk: Desk, ticket: Ticket, *, by: Person | None = None, at: datetime = NOON + HOUR) -> Ticket:
    actions.mark_recovered(ticket=ticket, words="已重启", by=desk.cast.first_line, at=at)
    return actions.confirm_recovery(ticket=ticket, words="好了", by=by or desk.cast.requester, at=at)


def told_low() -> list[str]:
    return [one.person.username or "" for one in Notice.objects.filter(kind="desk.rated_low")]


def test_the_caller_rates_once_and_the_ledger_keeps_it(desk: Desk) -> None:
    ticket = close(desk, desk.open())

    rating = actions.rate(ticket=ticket, stars=Stars.GOOD, words="很快", by=desk.cast.requester, at=NOON + HOUR)

    assert (rating.cycle, rating.stars, rating.by_name) == (1, 4, desk.cast.requester.name)
    assert Entry.objects.get(what="desk.ticket_rated").payload["stars"] == 4
    assert told_low() == []
    with pytest.raises(AlreadyRated):
        actions.rate(ticket=ticket, stars=Stars.BAD, by=desk.cast.requester, at=NOON + HOUR)
    assert [one.words for one in queries.history(desk.cast.expert, ticket=ticket, at=NOON + HOUR)][-1] == "很快"


def test_a_reopened_ticket_is_rated_anew_and_the_old_rating_stays(desk: Desk) -> None:
    ticket = close(desk, desk.open())
    actions.rate(ticket=ticket, stars=Stars.VERY_GOOD, by=desk.cast.requester, at=NOON + HOUR)
    actions.reopen(ticket=ticket, reason="又坏了", by=desk.cast.requester, at=NOON + 2 * HOUR)
    with pytest.raises(WrongState):
        actions.rate(ticket=ticket, stars=Stars.BAD, by=desk.cast.requester, at=NOON + 2 * HOUR)
    close(desk, ticket, at=NOON + 3 * HOUR)

    actions.rate(ticket=ticket, stars=Stars.BAD, words="反复", by=desk.cast.requester, at=NOON + 3 * HOUR)

    ratings = queries.ratings_of(desk.cast.client_admin, ticket, at=NOON + 3 * HOUR)
    assert [(one.cycle, one.stars) for one in ratings] == [(1, 5), (2, 2)]
    assert told_low() == ["manager"]
    found = queries.satisfaction_of(desk.cast.client_admin, engagement=desk.cast.engagement, at=NOON + 3 * HOUR)
    assert (found.rated, found.low, found.mean_hundredths) == (2, 1, 350)


def test_only_who_called_in_or_confirmed_says_it(desk: Desk) -> None:
    ticket = close(desk, desk.open(), by=desk.cast.client_admin)

    for person, refusal in (
        (desk.cast.leader, NotThere),
        (desk.cast.stranger_admin, NotThere),
        (desk.cast.front_desk, NotAllowed),
        (desk.cast.auditor, NotAllowed),
    ):
        with pytest.raises(refusal):
            actions.rate(ticket=ticket, stars=Stars.GOOD, by=person, at=NOON + HOUR)
        assert not queries.may_rate(person, ticket, at=NOON + HOUR)
    actions.rate(ticket=ticket, stars=Stars.GOOD, by=desk.cast.client_admin, at=NOON + HOUR)
    for person in (desk.cast.leader, desk.cast.requester):
        with pytest.raises(NotAllowed):
            queries.satisfaction_of(person, engagement=desk.cast.engagement, at=NOON)


def test_the_database_refuses_a_sixth_star_and_a_second_rating(desk: Desk) -> None:
    ticket = close(desk, desk.open())
    rating = actions.rate(ticket=ticket, stars=Stars.FAIR, by=desk.cast.requester, at=NOON + HOUR)
    fields = {"ticket": ticket, "by": rating.by, "by_name": "x", "at": NOON}

    for wrong in ({"cycle": 1, "stars": 5}, {"cycle": 2, "stars": 6}, {"cycle": 2, "stars": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rating.objects.create(**fields, **wrong)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Rating.objects.update(stars=5)


@pytest.mark.parametrize(
    ("given", "mean", "low"),
    [((), None, 0), (((5, 1),), 500, 0), (((5, 2), (4, 1)), 467, 0), (((1, 1), (2, 1), (3, 1)), 200, 2)],
)
def test_ratings_are_counted(given: tuple[tuple[int, int], ...], mean: int | None, low: int) -> None:
    found = satisfaction(given)

    assert (found.mean_hundredths, found.low) == (mean, low)
    assert list(found.counts) == [5, 4, 3, 2, 1]


@pytest.mark.once
def test_it_is_said_in_the_portal_and_seen_on_the_pages(desk: Desk) -> None:
    now = timezone.now()
    close(desk, desk.open(reached_at=now - HOUR), at=now)
    caller, here = signed_in(desk.cast.requester), "/c/red-cross/help/1/"
    assert "您对处理是否满意" in caller.get(here).content.decode()

    assert caller.post(f"{here}rate/", {"rate-stars": "9"}).status_code == 422
    assert caller.post(f"{here}rate/", {"rate-stars": "2", "rate-words": "<script>"}).status_code == 302
    again = caller.post(f"{here}rate/", {"rate-stars": "5"})

    assert (again.status_code, "已经评价过" in again.content.decode()) == (422, True)
    for person, page in (
        (desk.cast.requester, here),
        (desk.cast.first_line, "/c/red-cross/desk/1/"),
        (desk.cast.client_admin, "/c/red-cross/desk/1/"),
    ):
        shown = signed_in(person).get(page).content.decode()
        assert "不满意" in shown
        assert "&lt;script&gt;" in shown
    home = signed_in(desk.cast.client_admin).get("/").content.decode()
    assert "满意度" in home
    assert "2.00" in home
    assert "满意度" not in signed_in(desk.cast.requester).get("/").content.decode()


@pytest.mark.once
def test_a_program_rates_and_counts(desk: Desk) -> None:
    now = timezone.now()
    close(desk, desk.open(reached_at=now - HOUR), at=now)
    path = "/tickets/1/ratings"

    made = ask(desk.cast.requester, "post", path, {"stars": 1, "words": "慢"}, **{"Idempotency-Key": "one"})
    again = ask(desk.cast.requester, "post", path, {"stars": 5}, **{"Idempotency-Key": "two"})

    assert (made.status_code, again.status_code) == (201, 409)
    assert [one["stars"] for one in ask(desk.cast.expert, "get", path).json()["items"]] == [1]
    counted = ask(desk.cast.client_admin, "get", "/satisfaction").json()
    assert (counted["rated"], counted["low"], counted["mean_hundredths"]) == (1, 1, 100)
    assert ask(desk.cast.requester, "get", "/satisfaction").status_code == 403
    assert ask(desk.cast.stranger_manager, "get", "/satisfaction").status_code == 404
