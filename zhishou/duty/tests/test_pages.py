"""What the pages do when their buttons are pressed; who gets in at all is in doors.py."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from conftest import LONG_AGO, Cast
from zhishou.contracts.rules import Level
from zhishou.duty import actions, models, queries
from zhishou.duty.actions.climbing import climb_due
from zhishou.duty.models.ladders import RunState
from zhishou.duty.queries.calendar import shift_at, shifts_of
from zhishou.duty.queries.links import link_of
from zhishou.duty.rules import Unit
from zhishou.duty.tests.factories import make_colleague, make_roster, rotation, staff
from zhishou.notify.tests.factories import make_channel
from zhishou.people.models import Person
from zhishou.people.rules import Role, Tier

pytestmark = pytest.mark.once

HERE = "/c/red-cross/duty/"
DAY = timedelta(days=1)


@pytest.fixture
def bob(cast: Cast) -> Person:
    return make_colleague("bob", Role.FIRST_LINE, cast.engagement)


@pytest.fixture
def roster(cast: Cast, bob: Person) -> models.Roster:
    return make_roster(cast, Tier.FIRST_LINE, cast.first_line, bob)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def next_shift(cast: Cast, person: Person) -> queries.Shift:
    now = timezone.now()
    ahead = shifts_of(cast.engagement, person, since=now + DAY, until=now + 9 * DAY)
    return next(shift for shift in ahead if shift.starts_at > now + DAY)


def address_of(shift: queries.Shift) -> str:
    return f"{HERE}shifts/{shift.tier}/{shift.starts_at.isoformat()}/"


@pytest.mark.parametrize("view", ["week", "month"])
def test_the_calendar_names_who_is_on_watch(cast: Cast, roster: models.Roster, view: str) -> None:
    page = signed_in(cast.auditor).get(HERE, {"view": view})

    assert cast.first_line.name in page.content.decode()
    assert "值班表" in page.content.decode()


def test_the_end_of_a_watch_that_is_not_today_bears_its_date(cast: Cast, roster: models.Roster) -> None:
    now = timezone.now()
    shift = shift_at(roster, now)
    assert shift is not None
    end = timezone.localtime(shift.ends_at)

    page = signed_in(cast.auditor).get(HERE).content.decode()

    assert end.date() > timezone.localtime(now).date()
    assert f"至 {end.month}月{end.day}日 {end:%H:%M}" in page


def test_every_day_of_a_month_names_who_is_on_watch_once(cast: Cast, bob: Person) -> None:
    weekly = [rotation(cast.first_line, bob, unit=Unit.WEEKS, starts_on=date(2023, 1, 2))]
    tier = Tier.FIRST_LINE
    actions.set_roster(
        engagement=cast.engagement, tier=tier, layers=weekly, effective_from=None, by=cast.manager, at=LONG_AGO
    )

    page = signed_in(cast.auditor).get(HERE, {"view": "month", "on": "2023-05-10"}).content.decode()
    days = re.findall(r'<li class="duty-day.*?</li>', page, re.DOTALL)

    assert [day.count("duty-shift ") for day in days] == [2, *[1] * 34]  # the first still names whom it relieved


def test_before_its_first_roster_a_tier_has_no_gap(cast: Cast, roster: models.Roster) -> None:
    began = timezone.localtime(roster.versions.get().effective_from)
    before = (began - 40 * DAY).date()

    page = signed_in(cast.auditor).get(HERE, {"view": "month", "on": before.isoformat()}).content.decode()

    assert "duty-gap" not in page


def test_an_empty_contract_says_how_to_begin(cast: Cast) -> None:
    assert "建立第一张值班表" in signed_in(cast.manager).get(HERE).content.decode()


def test_a_tier_without_a_roster_is_not_called_covered(cast: Cast, roster: models.Roster) -> None:
    page = signed_in(cast.manager).get(f"{HERE}gaps/").content.decode()

    assert page.count("尚无值班表，无人值班") == len(Tier) - 1
    assert "各层级均有人值班" not in page


def test_a_leave_is_a_gap_on_every_page_at_once_and_its_end_is_none(
    cast: Cast, roster: models.Roster, bob: Person
) -> None:
    now, manager = timezone.now(), signed_in(cast.manager)
    starts_at, ends_at = now + timedelta(days=11), now + timedelta(days=17)
    words = f"{timezone.localtime(starts_at):%-m月%-d日 %H:%M}"

    def shown() -> list[bool]:
        return [words in manager.get(page).content.decode() for page in (f"{HERE}gaps/", HERE, "/")]

    before = shown()
    for person in (cast.first_line, bob):
        make_channel(person)
        actions.take_leave(
            engagement=cast.engagement, person=person, starts_at=starts_at, ends_at=ends_at, by=person, at=now
        )
    taken = shown()
    actions.cancel_leave(leave=models.Absence.objects.get(person=bob), by=cast.manager, at=timezone.now())

    assert (before, taken, shown()) == ([False] * 3, [True] * 3, [False] * 3)


@pytest.mark.parametrize("nonsense", ["?on=yesterday", "?on=0001-01-01", "?on=9999-12-31&view=month", "?tier=x"])
def test_nonsense_in_the_address_shows_a_calendar_all_the_same(
    cast: Cast, roster: models.Roster, nonsense: str
) -> None:
    assert signed_in(cast.manager).get(HERE + nonsense).status_code == 200


def test_the_manager_exchanges_two_shifts_at_once(cast: Cast, roster: models.Roster, bob: Person) -> None:
    given, taken = next_shift(cast, cast.first_line), next_shift(cast, bob)
    client = signed_in(cast.manager)

    dialog = client.get(address_of(given), {"with": taken.exchange_key}, headers={"HX-Request": "true"})
    client.post(address_of(given), {"choice": taken.exchange_key, "reason": "调整"})

    assert f'value="{taken.exchange_key}" selected' in dialog.content.decode()
    assert queries.on_watch(cast.engagement, Tier.FIRST_LINE, given.starts_at) == bob
    assert queries.on_watch(cast.engagement, Tier.FIRST_LINE, taken.starts_at) == cast.first_line


def test_who_changes_a_shift_stays_where_he_was_in_the_calendar(
    cast: Cast, roster: models.Roster, bob: Person
) -> None:
    given, client = next_shift(cast, cast.first_line), signed_in(cast.manager)
    here = f"http://testserver{HERE}?view=month&on=2023-05-10&tier=first_line&else=x"

    dialog = client.get(address_of(given), headers={"HX-Request": "true", "HX-Current-URL": here}).content.decode()
    place = dict(re.findall(r'<input type="hidden" name="(view|on|tier|else)" value="([^"]*)">', dialog))
    done = client.post(address_of(given), {"choice": f"p.{bob.uuid}", "reason": "调整"} | place)

    assert done.headers["Location"] == f"{HERE}?view=month&on=2023-05-10&tier=first_line"


def test_an_engineer_asks_and_the_colleague_agrees_on_the_page(
    cast: Cast, roster: models.Roster, bob: Person
) -> None:
    given, taken = next_shift(cast, cast.first_line), next_shift(cast, bob)
    signed_in(cast.first_line).post(address_of(given), {"choice": taken.exchange_key, "reason": "家长会"})
    swap = models.Swap.objects.get()
    assert queries.on_watch(cast.engagement, Tier.FIRST_LINE, given.starts_at) == cast.first_line

    signed_in(bob).post(f"{HERE}swaps/{swap.uuid}/", {"answer": "agree"})

    assert queries.on_watch(cast.engagement, Tier.FIRST_LINE, given.starts_at) == bob
    assert queries.on_watch(cast.engagement, Tier.FIRST_LINE, taken.starts_at) == cast.first_line


def test_somebody_of_another_tier_can_do_nothing_about_a_shift(
    cast: Cast, roster: models.Roster, bob: Person
) -> None:
    shift = next_shift(cast, bob)

    signed_in(cast.expert).post(address_of(shift), {"choice": f"p.{cast.expert.uuid}", "reason": "x"})

    assert not models.Override.objects.exists()


def test_the_manager_makes_a_roster_by_form(cast: Cast, bob: Person) -> None:
    sent = {
        "reason": "首次排班",
        "layers-TOTAL_FORMS": 1,
        "layers-INITIAL_FORMS": 0,
        f"layers-0-place_{bob.pk}": 1,
        f"layers-0-place_{cast.first_line.pk}": 2,
        "layers-0-length": 1,
        "layers-0-unit": "weeks",
        "layers-0-starts_on": "2023-01-02",
        "layers-0-hand_over": "09:00",
        "layers-0-weekdays": ["5", "6"],
    }

    answer = signed_in(cast.manager).post(f"{HERE}rosters/first_line/", sent)

    assert answer.status_code == 302
    [layer] = models.RosterVersion.objects.get().layers
    assert layer["order"] == [bob.pk, cast.first_line.pk]
    assert layer["windows"] == [[5, "00:00", "00:00"], [6, "00:00", "00:00"]]
    assert signed_in(cast.manager).get(f"{HERE}rosters/first_line/").status_code == 200


def test_a_roster_with_nobody_in_it_is_refused_on_the_form(cast: Cast) -> None:
    sent = {"layers-TOTAL_FORMS": 0, "layers-INITIAL_FORMS": 0, "reason": ""}

    answer = signed_in(cast.manager).post(f"{HERE}rosters/first_line/", sent)

    assert answer.status_code == 422
    assert "轮值至少要有一人" in answer.content.decode()


def test_the_manager_makes_the_next_version_of_a_ladder_by_form(cast: Cast) -> None:
    sent = {
        "rounds": 2,
        "reason": "缩短等待",
        "steps-TOTAL_FORMS": 2,
        "steps-INITIAL_FORMS": 0,
        "steps-0-tiers": ["front_desk", "first_line"],
        "steps-0-minutes": 2,
    }

    signed_in(cast.manager).post(f"{HERE}policies/1/", sent)

    policy = queries.ladder_policy(cast.engagement, Level.FATAL, at=timezone.now())
    assert (policy.number, policy.rounds, len(policy.steps)) == (1, 2, 1)


def paged(cast: Cast) -> tuple[models.LadderRun, str]:
    staff(cast)
    now = timezone.now()
    run = actions.start_ladder(
        engagement=cast.engagement, level=Level.SEVERE, about_kind="t", about_key="1", title="系统宕机", at=now
    )
    climb_due(at=now)
    return run, link_of(models.Page.objects.get())


def test_looking_at_the_link_answers_nothing_and_pressing_the_button_does(cast: Cast) -> None:
    run, link = paged(cast)
    preview = Client(headers={"User-Agent": "link preview"})

    shown = preview.get(link)
    preview.head(link)
    run.refresh_from_db()
    assert (run.state, "系统宕机" in shown.content.decode()) == (RunState.RUNNING, True)

    Client().post(link)

    run.refresh_from_db()
    assert (run.state, run.acknowledged_by) == (RunState.ACKNOWLEDGED, cast.front_desk)
    assert cast.front_desk.name in Client().get(link).content.decode()
    # Under "no-referrer" a browser would send `Origin: null`, and the button would be refused as forged.
    assert Client().get(link).headers["Referrer-Policy"] == "strict-origin"


def test_a_ladder_is_answered_stopped_and_called_again_on_its_page(cast: Cast) -> None:
    run, _ = paged(cast)
    client = signed_in(cast.expert)

    states = []
    for act in ("acknowledge", "reopen", "stop", "stop"):
        client.post(f"{HERE}ladders/{run.uuid}/act/", {"act": act, "reason": "试"})
        run.refresh_from_db()
        states.append(run.state)

    assert states == [RunState.ACKNOWLEDGED, RunState.RUNNING, RunState.STOPPED, RunState.STOPPED]
    assert client.get(f"{HERE}ladders/{run.uuid}/").status_code == 200


def test_the_calendar_feed_reads_back_and_keeps_its_uids(cast: Cast, roster: models.Roster) -> None:
    client = signed_in(cast.first_line)
    client.post(f"{HERE}mine/feeds/", {"feed-tier": ""})
    address = client.get(f"{HERE}mine/").context["new_feed"].removeprefix(settings.PUBLIC_URL)

    first, second = (Calendar.from_ical(Client().get(address).content) for _ in range(2))

    events = first.walk("VEVENT")
    assert len(events) > 80
    assert {str(event["UID"]) for event in events} == {str(event["UID"]) for event in second.walk("VEVENT")}
    assert len({str(event["UID"]) for event in events}) == len(events)
    for event in events:
        assert queries.on_watch(cast.engagement, Tier.FIRST_LINE, event.decoded("DTSTART")) == cast.first_line
    assert models.Feed.objects.get().token_hash not in address


def test_a_revoked_feed_and_one_of_a_closed_account_give_nothing(cast: Cast, roster: models.Roster) -> None:
    now = timezone.now()
    feed, token = actions.make_feed(engagement=cast.engagement, tier=Tier.FIRST_LINE, by=cast.expert, at=now)
    address = f"/calendar/{token}.ics"
    assert Client().get(address).status_code == 200

    Person.objects.filter(pk=cast.expert.pk).update(is_active=False)
    assert Client().get(address).status_code == 404
    Person.objects.filter(pk=cast.expert.pk).update(is_active=True)
    actions.revoke_feed(feed=feed, by=cast.expert, at=now)

    assert Client().get(address).status_code == 404
    assert Client().get("/calendar/guessed.ics").status_code == 404


def test_a_leave_that_ends_before_it_begins_stays_a_form(cast: Cast, roster: models.Roster) -> None:
    span = {
        "leave-person": str(cast.first_line.uuid),
        "leave-starts_at": "2099-12-20T09:00",
        "leave-ends_at": "2099-12-19T09:00",
        "leave-reason": "探亲",
    }

    page = signed_in(cast.manager).post(f"{HERE}mine/leave/", span).content.decode()

    for typed in ("2099-12-20T09:00", "2099-12-19T09:00", "探亲", "结束时间须晚于开始时间"):
        assert typed in page
    assert not models.Absence.objects.exists()


def test_a_leave_in_a_far_year_is_refused_for_what_is_wrong_with_it(cast: Cast, roster: models.Roster) -> None:
    span = {"leave-starts_at": "2099-12-19T09:00", "leave-ends_at": "2099-12-20T09:00", "leave-reason": "探亲"}

    page = signed_in(cast.first_line).post(f"{HERE}mine/leave/", span).content.decode()

    assert "结束时间在三年以后：请核对年份。" in page
    assert "结束时间须晚于开始时间" not in page


@pytest.mark.parametrize(
    ("who", "hint"),
    [("manager", "您可以为任何人登记"), ("first_line", "您要请假时"), ("auditor", "工程师登记请假后在此显示")],
)
def test_where_nobody_is_on_leave_it_says_how_leave_is_entered(
    cast: Cast, roster: models.Roster, who: str, hint: str
) -> None:
    assert hint in signed_in(getattr(cast, who)).get(f"{HERE}changes/").content.decode()


def test_leave_and_notes_are_entered_on_my_page(cast: Cast, roster: models.Roster) -> None:
    client, tomorrow = signed_in(cast.first_line), timezone.localtime() + DAY
    span = {
        "leave-starts_at": f"{tomorrow:%Y-%m-%dT%H:%M}",
        "leave-ends_at": f"{tomorrow + 2 * DAY:%Y-%m-%dT%H:%M}",
        "leave-reason": "休假",
    }

    client.post(f"{HERE}mine/leave/", span)
    client.post(f"{HERE}mine/note/", {"note-tier": "first_line", "note-text": "注意数据库空间"})

    assert models.Absence.objects.get().person == cast.first_line
    assert "注意数据库空间" in client.get(f"{HERE}mine/").content.decode()
    client.post(f"{HERE}mine/leave/{models.Absence.objects.get().uuid}/cancel/")
    assert models.Absence.objects.get().cancelled_at is not None
