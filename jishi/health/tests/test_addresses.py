import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jishi.tasks.models import Slot


def stranger() -> Client:
    return Client(REMOTE_ADDR="10.0.0.9")


def tick_ran() -> None:
    now = timezone.now()
    Slot.objects.create(
        name="tasks.pulse", slot_at=now - timedelta(seconds=5), holder="1", started_at=now, finished_at=now
    )


def test_health_asks_nobody(client: Client) -> None:
    answer = client.get("/health", headers={"host": "any.name"})

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_once_the_tick_has_run(client: Client) -> None:
    before = client.get("/ready")
    tick_ran()

    after = client.get("/ready")

    assert before.status_code == 503
    assert before.json()["reasons"] == ["tick: it never ran; is `tick` running?"]
    assert (after.status_code, after.json()) == (200, {"status": "ready"})


@pytest.mark.django_db
def test_a_stranger_learns_no_reasons() -> None:
    answer = stranger().get("/ready")

    assert (answer.status_code, answer.json()) == (503, {"status": "not ready"})


@pytest.mark.django_db
def test_the_figures_are_for_this_machine(client: Client) -> None:
    client.get("/no-such-page")

    answer = client.get("/metrics")

    text = answer.content.decode()
    assert f'{settings.METRICS_PREFIX}_requests_total{{method="GET",route="-",status="404"}}' in text
    assert f"{settings.METRICS_PREFIX}_tasks_ready 0.0" in text
    assert f"{settings.METRICS_PREFIX}_database_up 1.0" in text
    assert stranger().get("/metrics").status_code == 404


@pytest.mark.django_db
def test_refused_sign_ins_are_counted_for_whoever_watches(client: Client) -> None:
    def refused() -> float:
        text = client.get("/metrics").content.decode()
        found = re.search(rf"^{settings.METRICS_PREFIX}_sign_ins_refused_total (\S+)$", text, re.MULTILINE)
        return float(found[1]) if found else 0.0

    before = refused()
    for _turn in range(3):
        client.post(reverse("account_login"), {"login": "nobody", "password": "wrong"})

    assert refused() - before == 3


@pytest.mark.django_db(transaction=True)
def test_without_its_tables_it_is_not_ready_and_says_so(client: Client) -> None:
    table = Slot._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO away")
    try:
        answer = client.get("/ready")
        figures = client.get("/metrics").content.decode()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE away RENAME TO {table}")

    assert answer.status_code == 503
    assert answer.json()["reasons"][0].startswith("database: ")
    assert f"{settings.METRICS_PREFIX}_database_up 0.0" in figures


@pytest.mark.django_db
def test_a_part_says_how_it_does_and_tells_strangers_no_reason(client: Client) -> None:
    ours, theirs = client.get("/ready/tick"), stranger().get("/ready/tick")

    assert (ours.status_code, ours.json()["reasons"]) == (503, ["it never ran"])
    assert (theirs.status_code, theirs.json()) == (503, {"part": "tick", "status": "down"})
    assert client.get("/health/tick").status_code == 503, "what is down does not answer"
    assert client.get("/ready/database").json() == {"part": "database", "status": "ok"}
    assert client.get("/ready/nothing").status_code == 404


@pytest.mark.django_db
def test_figures_of_parts_are_for_whoever_may_read_figures(client: Client) -> None:
    whole, one = client.get("/metrics").content.decode(), client.get("/metrics/database").content.decode()
    line = f'{settings.METRICS_PREFIX}_part_standing{{kind="component",part="database",standing="ok"}} 1.0'

    assert line in whole
    assert line in one
    assert 'part="tick"' in whole
    assert 'part="tick"' not in one
    assert stranger().get("/metrics/database").status_code == 404


@pytest.mark.django_db
def test_a_migration_that_was_not_run_and_a_wrong_setting_are_counted(client: Client) -> None:
    def figure(name: str) -> float:
        line = f'part_figure{{figure="{name}",kind="component",part="deployment"}} '
        return float(client.get("/metrics/deployment").content.decode().partition(line)[2].partition("\n")[0])

    assert (figure("migrations_waiting"), client.get("/ready/deployment").status_code) == (0, 200)
    assert "reasons" not in client.get("/ready/deployment").json(), "what is well has none"
    MigrationRecorder.Migration.objects.filter(app="contenttypes").delete()

    assert figure("migrations_waiting") == 2
    assert client.get("/ready/deployment").status_code == 503
    assert figure("settings_wrong") >= 1, "the tests speak without TLS"
