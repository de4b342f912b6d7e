from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as set_here
from django.test import override_settings
from django.utils import timezone
from pytest_django.fixtures import Settings

from jishi.deployment.preparing import refuse_open_demo
from jishi.supervisor.door import CannotGoOn
from zhishou.config.cast import ADMINISTRATOR, OURS, THEIRS
from zhishou.config.demonstration import seed
from zhishou.config.faults.quiet import quiet_words
from zhishou.config.greeting import accounts
from zhishou.config.host_agent import agent_file
from zhishou.config.processes import more
from zhishou.contracts.queries import get_account, milestones_of, policy_versions
from zhishou.contracts.rules import Level
from zhishou.desk.models import Clock, Countersign, Intake, Note, Proposal, Rating, Ticket, Visit
from zhishou.desk.queries import differences
from zhishou.desk.rules.words import NoteAudience, TicketKind, TicketState
from zhishou.duty.models import RosterVersion
from zhishou.duty.queries import calendar, recent_runs
from zhishou.ledger.models import Entry
from zhishou.people.models import Engagement, Person, RoleGrant
from zhishou.people.queries import engagements_of
from zhishou.people.rules import Role
from zhishou.systems.connectors.agent.host.telling import Agent as HostAgent
from zhishou.systems.models import Connector, ManagedSystem
from zhishou.systems.queries.agents import agent_of_key

BEIJING = ZoneInfo("Asia/Shanghai")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.DATA_DIR = tmp_path / "zhishou"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.one_engine  # on PostgreSQL it is made by the next
def test_the_demonstration_is_made_once_and_keeps_its_promises() -> None:
    now = timezone.now()
    assert seed(at=now) is True

    for promise in (
        there_is_one_of_every_role_and_strangers_beside_them,
        every_tier_of_both_is_on_watch,
        everybody_can_sign_in_with_the_password_that_is_printed,
        the_contract_was_renewed_for_this_year_with_every_figure_of_the_first,
        something_has_happened_already,
        the_desk_has_been_busy_with_everything_that_a_ticket_can_be,
        what_the_desk_did_stands_in_the_order_of_time_and_every_clock_can_be_proved,
        this_machine_tells_of_itself_and_the_office_can_be_reached,
    ):
        promise(now)

    before = (Person.objects.count(), Engagement.objects.count(), RosterVersion.objects.count())
    assert seed(at=timezone.now()) is False
    assert (Person.objects.count(), Engagement.objects.count(), RosterVersion.objects.count()) == before
    the_office_is_found_at_other_ports()
    who_breaks_it_within_the_agreed_window_learns_why_nobody_is_told()
    assert before[0] == 1 + len(OURS.parts) + len(THEIRS.parts)


def this_machine_tells_of_itself_and_the_office_can_be_reached(_now: datetime) -> None:
    told = HostAgent.read(agent_file())
    system = ManagedSystem.objects.get(code="xieban")
    office = Connector.objects.get(system=system, code="office")

    assert agent_of_key(told.key, at=timezone.now()).name == "app"  # type: ignore[union-attr]
    assert office.secrets_set == ["password", "user"]
    assert Connector.objects.get(system=system, code="chat-echo").secrets_set == ["token"]


def who_breaks_it_within_the_agreed_window_learns_why_nobody_is_told() -> None:
    saturday = datetime(2026, 11, 28, 22, 17, tzinfo=BEIJING)

    assert "每周维护时间" in quiet_words(at=saturday)
    assert quiet_words(at=saturday - timedelta(hours=1)) == ""


def the_office_is_found_at_other_ports() -> None:
    connectors = Connector.objects.filter(system__code="xieban")
    elsewhere, folder = "https://oa.example.org", connectors.get(code="backups").target
    connectors.filter(code="office").update(set_address=elsewhere)
    with override_settings(DEMO_OFFICE_URL="http://127.0.0.1:8710"):
        assert seed(at=timezone.now()) is False

    found = {one.code: one.target for one in connectors}
    assert (found["site"], found["live"]) == ("http://127.0.0.1:8710", "http://127.0.0.1:8711")
    assert (found["chat"], found["certificate"]) == ("http://127.0.0.1:8712", "127.0.0.1:8714")
    assert (found["office"], found["backups"]) == (elsewhere, folder), "what somebody set elsewhere stays"


def test_started_on_another_port_or_in_another_folder_this_machine_tells_there(
    settings: Settings, tmp_path: Path
) -> None:
    for settings.PORT, settings.DATA_DIR in ((8600, tmp_path / "before"), (8620, tmp_path / "after")):
        key = settings.DATA_DIR / "keys" / "agent.key"
        key.parent.mkdir(parents=True)
        key.touch(mode=0o600)
        key.write_text("the key\n", encoding="ascii")

        more()

        told = HostAgent.read(agent_file())
        assert (told.url, told.key) == (f"http://127.0.0.1:{settings.PORT}", "the key")


@pytest.mark.once
def test_it_is_made_in_the_first_minutes_of_a_year_too() -> None:
    assert seed(at=datetime(2027, 1, 1, 0, 5, tzinfo=BEIJING)) is True


def there_is_one_of_every_role_and_strangers_beside_them(now: datetime) -> None:
    held = RoleGrant.objects.filter(engagement__code="red-cross").values_list("role", flat=True)
    assert set(held) == set(Role)
    manager, stranger = (Person.objects.get(username=name) for name in ("hejing", "tangjun"))
    assert [one.code for one in engagements_of(manager, at=now)] == ["red-cross"]
    assert [one.code for one in engagements_of(stranger, at=now)] == ["city-library"]


def every_tier_of_both_is_on_watch(now: datetime) -> None:
    assert RosterVersion.objects.count() == 10


def everybody_can_sign_in_with_the_password_that_is_printed(now: datetime) -> None:
    assert set_here.DEMO_PASSWORD in accounts()
    for part in (ADMINISTRATOR, *OURS.parts, *THEIRS.parts):
        assert part.username in accounts()
        assert Person.objects.get(username=part.username).check_password(set_here.DEMO_PASSWORD)


def the_contract_was_renewed_for_this_year_with_every_figure_of_the_first(now: datetime) -> None:
    manager = Person.objects.get(username="hejing")

    second, first = policy_versions(manager, code="red-cross", at=now)

    assert (first.document["term"]["starts"], second.document["term"]["starts"]) == (
        "2023-01-01",
        f"{now.year}-01-01",
    )
    for part in ("levels", "caps", "fee", "services", "entitlements", "ladders"):
        assert first.document[part] == second.document[part]
    due = milestones_of(manager, code="red-cross", at=now).filter(kind="payment").last()
    assert due is not None
    assert due.due_at.year == now.year


def something_has_happened_already(now: datetime) -> None:
    manager = Person.objects.get(username="hejing")

    account = get_account(manager, code="red-cross", key="key-user-visits", at=now)

    assert (account.granted, account.consumed, account.reserved) == (10, 2, 1)
    engagement = account.contract.engagement
    assert {run.state for run in recent_runs(engagement)} == {"running", "acknowledged"}
    assert calendar.swaps(engagement).get().state == "asked"
    assert calendar.overrides(engagement).exists()


def the_desk_has_been_busy_with_everything_that_a_ticket_can_be(now: datetime) -> None:
    for field, every in (("kind", TicketKind), ("state", TicketState), ("level", Level)):
        assert set(Ticket.objects.values_list(field, flat=True)) == {one.value for one in every}, field
    standings = set(Clock.objects.values_list("standing", flat=True))
    assert standings >= {"kept", "paused", "breached", "at_risk", "on_track"}
    assert {note.audience for note in Note.objects.all()} == set(NoteAudience)
    assert {one.state for one in Countersign.objects.all()} >= {"waiting", "agreed"}
    assert Proposal.objects.get().state == "waiting"
    assert {visit.state for visit in Visit.objects.all()} == {"ordered", "done"}
    assert {rating.stars for rating in Rating.objects.all()} == {5, 4, 2}
    assert Intake.objects.filter(state="waiting").count() == 3


def what_the_desk_did_stands_in_the_order_of_time_and_every_clock_can_be_proved(now: datetime) -> None:
    told = Entry.objects.filter(engagement__code="red-cross", recorded_at__lt=now).order_by("pk")
    moments = list(told.values_list("recorded_at", flat=True))
    assert moments == sorted(moments)
    assert set(told.values_list("what", flat=True)) >= {"people.role_granted", "desk.ticket_opened"}
    assert list(differences(at=now)) == []


def test_a_known_password_is_not_shown_to_a_network(settings: Settings) -> None:
    settings.HOST = "0.0.0.0"  # noqa: S104 - what is refused

    with pytest.raises(CannotGoOn, match="set ZHISHOU_DEMO_PASSWORD"):
        refuse_open_demo()

    settings.DEMO_PASSWORD = "something of our own"
    refuse_open_demo()
