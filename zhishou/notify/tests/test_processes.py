"""Real threads with connections of their own, and a real SIGKILL."""

import os
import signal
import threading
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.db import connection

from conftest import NOON, Cast
from jishi.vault import door
from tests.copied import Original
from zhishou.notify.actions import planning, sending, tell
from zhishou.notify.channels.protocol import Letter, Receipt
from zhishou.notify.models import Attempt, Channel, Delivery
from zhishou.notify.rules import Outcome, State, Urgency
from zhishou.notify.tests.factories import make_channel, message, recorded

pytestmark = pytest.mark.django_db(transaction=True)
SENDERS, PAGES, SECRETS = 3, 30, 80
ROTATE = ("secrets", "rotate")


def test_senders_at_once_send_everything_and_nothing_twice(cast: Cast) -> None:
    make_channel(cast.expert)
    for number in range(PAGES):
        tell(to=[cast.expert], message=message(Urgency.PAGE, dedup_key=f"page {number}"), at=NOON)
    planning.plan(at=NOON)
    barrier, keys, tried = threading.Barrier(SENDERS), list[str](), Counter[int]()

    def taken(letter: Letter) -> Receipt:
        keys.append(letter.key)
        return Receipt(outcome=Outcome.DELIVERED, answer="ok")

    def send(number: int) -> None:
        try:
            barrier.wait(timeout=30)
            tried[number] = sending.send_due(clock=lambda: NOON, until=datetime.max.replace(tzinfo=UTC))
        finally:
            connection.close()

    with recorded(answer=taken):
        threads = [threading.Thread(target=send, args=(number,)) for number in range(SENDERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)

    assert (len(keys), len(set(keys)), tried.total()) == (PAGES, PAGES, PAGES)
    assert Delivery.objects.filter(state=State.DELIVERED, lease=None).count() == PAGES
    assert Attempt.objects.count() == PAGES


def sealed() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT details FROM notify_channel ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def database_url() -> str:
    """Return by which another process finds the database of this test, on whatever server it lies."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    server = urlsplit(os.environ["DATABASE_URL"])
    return server._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


@pytest.mark.processes
def test_a_rotation_killed_in_the_middle_loses_no_secret_and_is_finished_by_the_next(
    cast: Cast, settings: LazySettings, loaded: Original, tmp_path: Path
) -> None:
    settings.VAULT_KEYS, settings.DATA_DIR = None, tmp_path
    for number in range(SECRETS):
        make_channel(cast.expert, address=f"robot {number}", rank=number)
    before = door.prepare().active.key_id
    environment = {**os.environ, "DATABASE_URL": database_url(), "ZHISHOU_DATA_DIR": str(tmp_path)}
    environment.pop("ZHISHOU_VAULT_KEYS", None)

    with (
        (tmp_path / "log").open("wb") as log,
        loaded.talking(*ROTATE, "--batch", "5", environment=environment, stderr=log) as rotating,
    ):
        for line in rotating.said:
            if "notify.channel.details: 20 " in line:
                rotating.process.kill()
                break
    assert rotating.process.returncode == -signal.SIGKILL
    halfway = Counter(door.key_id_of(text) for text in sealed())
    begun = door.prepare().active.key_id

    assert set(halfway) == {before, begun}
    assert "robot 0" in Channel.objects.order_by("pk")[0].details.reveal()
    assert f"robot {SECRETS - 1}" in Channel.objects.order_by("-pk")[0].details.reveal()

    loaded.run(*ROTATE, environment=environment).check_returncode()

    assert {door.key_id_of(text) for text in sealed()} == {begun}
    details = [channel.details.reveal() for channel in Channel.objects.order_by("pk")]
    assert all(f'"robot {number}"' in text for number, text in enumerate(details))
