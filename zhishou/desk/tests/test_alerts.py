"""Alerts: the same twice is one ticket, its end is evidence, and nothing that is sent breaks anything."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import NOON, Cast
from zhishou.contracts.rules import Level, ServiceCode
from zhishou.desk import actions
from zhishou.desk.models import Alert, Evidence, Intake, Ticket, TicketChange
from zhishou.desk.rules.alerts import AlertNews, Outcome, level_of, plain, service_of, title_of, words_of
from zhishou.desk.rules.words import EvidenceKind, TicketState
from zhishou.desk.tests.factories import Desk
from zhishou.people.actions import make_token

MINUTE = timedelta(minutes=1)
HERE = "/api/v1/engagements/red-cross/alerts"


def news(*, started_at: datetime = NOON, resolved_at: datetime | None = None, **more: Any) -> AlertNews:
    told: dict[str, Any] = {
        "fingerprint": "a1b2",
        "title": "数据库连不上",
        "words": "连接被拒绝",
        "level": Level.SEVERE,
        "service_code": ServiceCode.SYSTEM_ENVIRONMENT,
        "source": "sample 7",
    }
    return AlertNews(started_at=started_at, resolved_at=resolved_at, **(told | more))


def told(desk: Desk, at: datetime, **more: Any) -> tuple[Outcome, int | None]:
    found = actions.receive_alert(engagement=desk.cast.engagement, news=news(**more), by=None, at=at)
    return found.outcome, found.ticket.number if found.ticket else None


@pytest.mark.django_db
def test_an_alert_opens_a_ticket_that_counts_from_when_it_reached_us(desk: Desk) -> None:
    with override("en"):  # whatever language the program that calls asks for
        assert told(desk, NOON + 5 * MINUTE) == (Outcome.OPENED, 1)

    ticket = Ticket.objects.get()
    assert (ticket.level, ticket.service_code, ticket.title) == (Level.SEVERE, "010101", "数据库连不上")
    assert (ticket.reached_at, ticket.filer, ticket.caller_name) == (NOON + 5 * MINUTE, None, "系统监测")


@pytest.mark.django_db
def test_the_same_alert_told_again_changes_nothing(desk: Desk) -> None:
    told(desk, NOON)

    assert told(desk, NOON + MINUTE) == (Outcome.KNOWN, 1)
    assert (Ticket.objects.count(), Intake.objects.count()) == (1, 1)
    assert Alert.objects.get().last_told_at == NOON + MINUTE


@pytest.mark.django_db
def test_one_that_fires_anew_joins_the_open_ticket_and_another_opens_its_own(desk: Desk) -> None:
    told(desk, NOON)

    assert told(desk, NOON + MINUTE, started_at=NOON + MINUTE) == (Outcome.JOINED, 1)
    assert told(desk, NOON + MINUTE, fingerprint="c3d4") == (Outcome.OPENED, 2)
    assert Ticket.objects.get(number=1).intakes.count() == 2


@pytest.mark.django_db
def test_its_end_stops_the_recovery_clock_by_the_sample_and_a_person_still_confirms(desk: Desk) -> None:
    told(desk, NOON)
    ended = NOON + 20 * MINUTE

    assert told(desk, NOON + 21 * MINUTE, resolved_at=ended) == (Outcome.RESOLVED, 1)
    assert told(desk, NOON + 22 * MINUTE, resolved_at=ended) == (Outcome.KNOWN, 1)

    [evidence] = Evidence.objects.all()
    assert (evidence.kind, evidence.happened_at, evidence.source) == (EvidenceKind.PROBE_SAMPLE, ended, "sample 7")
    ticket = Ticket.objects.get()
    assert ticket.state == TicketState.OPEN
    assert desk.clock(ticket, "recovery").ended_at == ended
    assert desk.clock(ticket, "response_cap").ended_at is None


@pytest.mark.django_db
def test_one_that_comes_back_before_anybody_confirmed_makes_recovery_count_anew(desk: Desk) -> None:
    told(desk, NOON)
    told(desk, NOON + 10 * MINUTE, resolved_at=NOON + 10 * MINUTE)

    assert told(desk, NOON + 30 * MINUTE, started_at=NOON + 30 * MINUTE) == (Outcome.JOINED, 1)

    ticket = Ticket.objects.get()
    assert desk.clock(ticket, "recovery").ended_at == NOON + 10 * MINUTE
    again = desk.clock(ticket, "recovery", cycle=2)
    assert (again.started_at, again.ended_at) == (NOON + 30 * MINUTE, None)
    assert TicketChange.objects.get().what == "reopened"


@pytest.mark.django_db
def test_of_alerts_whose_tickets_were_merged_the_last_to_end_stops_the_recovery_clock(desk: Desk) -> None:
    told(desk, NOON)
    told(desk, NOON + MINUTE, fingerprint="c3d4")
    older, younger = Ticket.objects.order_by("number")
    actions.merge(ticket=younger, into=older.number, reason="同", by=desk.cast.expert, at=NOON + 2 * MINUTE)

    told(desk, NOON + 10 * MINUTE, resolved_at=NOON + 10 * MINUTE)
    assert desk.clock(older, "recovery").ended_at is None
    told(desk, NOON + 20 * MINUTE, fingerprint="c3d4", resolved_at=NOON + 20 * MINUTE)

    assert desk.clock(older, "recovery").ended_at == NOON + 20 * MINUTE


@pytest.mark.django_db
def test_one_that_comes_back_after_its_ticket_ended_opens_another(desk: Desk) -> None:
    told(desk, NOON)
    actions.withdraw(ticket=Ticket.objects.get(), reason="误报", by=desk.cast.client_admin, at=NOON)

    assert told(desk, NOON + MINUTE, resolved_at=NOON + MINUTE) == (Outcome.RESOLVED, 1)
    assert not Evidence.objects.exists()
    assert told(desk, NOON + 2 * MINUTE, started_at=NOON + 2 * MINUTE) == (Outcome.OPENED, 2)


@pytest.mark.django_db
def test_what_is_over_stays_over_in_whatever_order_it_comes(desk: Desk) -> None:
    assert told(desk, NOON, resolved_at=NOON) == (Outcome.NEVER_HEARD_OF, None)
    assert told(desk, NOON + MINUTE) == (Outcome.KNOWN, None)

    assert not Ticket.objects.exists()


@pytest.mark.django_db
def test_an_end_before_it_reached_us_or_in_the_future_is_kept_within_what_can_be(desk: Desk) -> None:
    told(desk, NOON)
    told(desk, NOON, fingerprint="c3d4")

    told(desk, NOON + MINUTE, resolved_at=NOON - 9 * MINUTE)
    told(desk, NOON + MINUTE, fingerprint="c3d4", resolved_at=NOON + 9 * MINUTE)

    assert [one.happened_at for one in Evidence.objects.order_by("id")] == [NOON, NOON + MINUTE]


@pytest.mark.parametrize(
    ("labels", "level", "service"),
    [
        ({"severity": "critical"}, Level.FATAL, "010101"),
        ({"severity": " Error "}, Level.SEVERE, "010101"),
        ({"severity": "warning", "module": "公文"}, Level.ORDINARY, "020201"),
        ({"severity": "critical", "level": "2"}, Level.SEVERE, "010101"),
        ({"service_code": "020201"}, Level.ORDINARY, "020201"),
        ({"service_code": "999999"}, Level.ORDINARY, "010101"),
        ({}, Level.ORDINARY, "010101"),
    ],
)
def test_labels_say_how_grave_it_is_and_of_which_service(
    labels: dict[str, str], level: Level, service: str
) -> None:
    assert (level_of(labels), service_of(labels).value) == (level, service)


@given(
    st.dictionaries(st.text(max_size=20), st.text(max_size=3000), max_size=80),
    st.dictionaries(st.sampled_from(["summary", "description", "x"]), st.text(max_size=9000)),
)
@example({}, {"summary": "0\r\x1b 0"})
def test_no_labels_make_a_ticket_that_cannot_be_kept(labels: dict[str, str], annotations: dict[str, str]) -> None:
    title, words = title_of(labels, annotations), words_of(labels, annotations, source="")

    assert 1 <= len(title) <= 200
    assert title == " ".join(title.split())
    assert words.strip()
    assert len(words) <= 20_000
    assert "\x00" not in title + words
    (title + words).encode()


def test_a_text_is_cut_with_a_sign() -> None:
    assert plain("长" * 20, most=5) == "长长长长…"


def bearer(person: Any, *scopes: str) -> dict[str, str]:
    at = timezone.now()
    token = make_token(name="watch", scopes=scopes, expires_at=at + timedelta(days=1), by=person, at=at)
    return {"Authorization": f"Bearer {token.raw}"}


def managed(status: str = "firing", **more: Any) -> dict[str, Any]:
    """Return what Alertmanager sends."""
    return {
        "version": "4",
        "groupKey": '{}:{alertname="Down"}',
        "truncatedAlerts": 0,
        "status": status,
        "receiver": "zhishou",
        "groupLabels": {"alertname": "Down"},
        "commonLabels": {"alertname": "Down"},
        "commonAnnotations": {},
        "externalURL": "http://alertmanager.example:9093",
        "alerts": [
            {
                "status": status,
                "labels": {"alertname": "Down", "instance": "oa-db:5432", "severity": "critical"},
                "annotations": {"summary": "数据库连不上", "description": "连接被拒绝"},
                "startsAt": "2023-03-15T04:00:00.123456789Z",
                "endsAt": "0001-01-01T00:00:00Z",
                "generatorURL": "http://prometheus.example:9090/graph?g0.expr=up",
                "fingerprint": "d83a8f4b1c2e9a77",
            }
            | more
        ],
    }


@pytest.mark.django_db
def test_alertmanager_brings_alerts_with_a_token_that_can_do_nothing_else(desk: Desk) -> None:
    watch = bearer(desk.cast.first_line, "alerts:write")

    def sent(body: dict[str, Any]) -> Any:
        response = Client().post(f"{HERE}/alertmanager", body, content_type="application/json", headers=watch)
        assert response.status_code == 200, response.content
        return response.json()["alerts"][0]

    first = sent(managed())
    again = sent(managed())
    over = sent(managed("resolved", endsAt=timezone.now().isoformat()))

    assert [one["outcome"] for one in (first, again, over)] == ["opened", "known", "resolved"]
    ticket = Ticket.objects.get()
    assert (ticket.level, ticket.title) == (Level.FATAL, "数据库连不上")
    assert "instance: oa-db:5432" in ticket.words
    assert Evidence.objects.get().source == "http://prometheus.example:9090/graph?g0.expr=up"
    assert Client().get("/api/v1/engagements/red-cross/tickets", headers=watch).status_code == 403


@pytest.mark.django_db
def test_anybodys_alert_is_taken_one_at_a_time(desk: Desk) -> None:
    sent = {
        "fingerprint": "disk",
        "status": "firing",
        "starts_at": "2023-03-15T12:00:00+08:00",
        "title": "磁盘将满",
    }

    def answer(**more: Any) -> dict[str, Any]:
        headers = bearer(desk.cast.expert, "write")
        found = Client().post(HERE, sent | more, content_type="application/json", headers=headers)
        assert found.status_code == 200, found.content
        return dict(found.json())

    assert answer() == {"fingerprint": "disk", "outcome": "opened", "ticket": 1}
    assert answer(status="resolved") == {"fingerprint": "disk", "outcome": "resolved", "ticket": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "scopes", "status"),
    [
        ("first_line", ["desk:write"], 403),
        ("first_line", ["read"], 403),
        ("requester", ["write"], 403),
        ("stranger_manager", ["write"], 404),
    ],
)
def test_who_may_not_bring_alerts_is_turned_away(
    who: str, scopes: list[str], status: int, desk: Desk, cast: Cast
) -> None:
    headers = bearer(getattr(cast, who), *scopes)

    response = Client().post(f"{HERE}/alertmanager", managed(), content_type="application/json", headers=headers)

    assert response.status_code == status
    assert not Ticket.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        pytest.param({"labels": {"a": 1}}, 422, id="a label that is no text"),
        pytest.param({"labels": {str(number): "x" for number in range(201)}}, 422, id="too many labels"),
        pytest.param({"labels": {"alertname": "\x00"}}, 400, id="a null byte"),
        pytest.param({"status": "pending"}, 422, id="no such status"),
        pytest.param({"startsAt": "yesterday"}, 422, id="no moment"),
        pytest.param({"startsAt": "0001-01-01T00:00:00Z"}, 422, id="before there were computers"),
        pytest.param(
            {"labels": {"alertname": "<script>\u202e" + "长" * 50_000}, "annotations": {}}, 200, id="long"
        ),
        pytest.param({"labels": {}, "annotations": {}, "fingerprint": ""}, 200, id="says nothing"),
        pytest.param({"generatorURL": "javascript:alert(1)"}, 200, id="an address that acts"),
        pytest.param({"endsAt": "nonsense", "status": "resolved"}, 200, id="no end"),
    ],
)
def test_what_is_sent_wrongly_is_refused_whole_or_made_harmless(
    wrong: dict[str, Any], status: int, desk: Desk
) -> None:
    headers = bearer(desk.cast.first_line, "alerts:write")

    response = Client().post(
        f"{HERE}/alertmanager", managed(**wrong), content_type="application/json", headers=headers
    )

    assert response.status_code == status
    for ticket in Ticket.objects.all():
        assert "\u202e" not in ticket.title + ticket.words
        assert "javascript:" not in ticket.words


@pytest.mark.django_db
def test_the_story_says_in_words_that_no_person_but_a_channel_acted(desk: Desk, client: Client) -> None:
    at = timezone.now()
    told(desk, at - 2 * MINUTE, started_at=at - 2 * MINUTE)
    told(desk, at - MINUTE, started_at=at - 2 * MINUTE, resolved_at=at - MINUTE)
    client.force_login(desk.cast.first_line)

    page = client.get("/c/red-cross/desk/1/").content.decode()

    assert "· 探测" in page
    assert "· probe" not in page
