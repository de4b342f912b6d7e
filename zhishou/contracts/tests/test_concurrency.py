"""Real transactions at the same moment: threads with connections of their own."""

import pytest

from conftest import LONG_AGO, NOON, Cast
from tests.together import AT_ONCE, together
from zhishou.contracts import actions, queries
from zhishou.contracts.models import Account, CalendarVersion, Movement, PolicyVersion
from zhishou.contracts.tests.factories import load, pack_text, visits
from zhishou.people.models import Engagement

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_ones_are_given_out_once(cast: Cast) -> None:
    account = visits(load(cast, ("quantity = 10", "quantity = 3")))

    outcomes = together(
        lambda number: actions.reserve(
            account=Account.objects.select_related("contract__engagement").get(pk=account.pk),
            quantity=1,
            purpose=f"第 {number} 位",
            by=cast.manager,
            at=NOON,
        )
    )

    account.refresh_from_db()
    assert outcomes == {"done": 3, "UsedUp": AT_ONCE - 3}
    assert (account.reserved, account.available) == (3, 0)
    assert list(queries.unproven_accounts()) == []


def test_one_reservation_is_consumed_once(cast: Cast) -> None:
    account = visits(load(cast))
    reservation = actions.reserve(account=account, quantity=2, purpose="上门", by=cast.manager, at=NOON)

    outcomes = together(lambda _: actions.consume(reservation=reservation, by=cast.manager, at=NOON))

    account.refresh_from_db()
    assert outcomes == {"done": 1, "ReservationIsOver": AT_ONCE - 1}
    assert (account.reserved, account.consumed) == (0, 2)
    assert Movement.objects.filter(kind="consume").count() == 1


def test_a_pack_loaded_by_many_makes_one_version(cast: Cast) -> None:
    text = pack_text(cast.engagement)

    made = []
    outcomes = together(lambda _: made.append(actions.load_pack(text=text, by=None, at=LONG_AGO).made))

    assert outcomes == {"done": AT_ONCE}
    assert made.count(True) == 1
    assert PolicyVersion.objects.count() == CalendarVersion.objects.count() == 1
    assert Account.objects.get().granted == 10


def test_a_pack_of_new_parties_loaded_by_many_makes_one_engagement(cast: Cast) -> None:
    text = pack_text(cast.engagement)
    for old in (cast.engagement.client.code, cast.engagement.vendor.code, cast.engagement.code):
        text = text.replace(f'code = "{old}"', f'code = "new-{old}"')

    outcomes = together(lambda _: actions.load_pack(text=text, by=None, at=LONG_AGO))

    assert outcomes == {"done": AT_ONCE}
    assert Engagement.objects.filter(code="new-red-cross").count() == 1
    assert PolicyVersion.objects.count() == 1


def test_milestones_are_announced_once_by_many(cast: Cast) -> None:
    load(cast)
    told: list[int] = []

    together(lambda _: told.append(actions.announce_due(at=NOON)))

    assert sum(told) == 10  # ten weeks had passed without an inspection
    assert actions.announce_due(at=NOON) == 0
