import re
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from jishi.deployment.preparing import refuse_open_demo
from jishi.refusals.door import NotAllowed
from jishi.supervisor.door import CannotGoOn
from xieban.config.cast import PARTS
from xieban.config.crowd import somebody
from xieban.config.demonstration import seed
from xieban.config.greeting import accounts
from xieban.directory import queries
from xieban.directory.actions import let_all_sign_in
from xieban.directory.models import Person
from xieban.directory.rules import Role
from xieban.documents.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.DEMO = True


def test_there_is_somebody_for_every_role(client: Client, settings: Settings) -> None:
    now = timezone.now()

    assert seed(at=now, documents=0) is True

    for role in Role:
        assert queries.holders_of(role, at=now).exists(), role
    for part in PARTS:
        assert part.username in accounts()
        assert Person.objects.get(username=part.username).check_password(settings.DEMO_PASSWORD)
    assert seed(at=now, documents=0) is False


def test_it_is_filled_up_to_so_many_people_always_the_same() -> None:
    now = timezone.now()

    seed(at=now, people=60, documents=0)

    assert Person.objects.count() == 60
    crowd = Person.objects.exclude(staff_number="").order_by("staff_number")
    assert [one.name for one in crowd] == [one.name for one in somebody(["a"] * 5, how_many=45)]
    assert all(re.fullmatch(r"[\u4e00-\u9fff]{2,3}", one.name) for one in crowd)
    assert all(queries.department_of(one, at=now) for one in crowd)


def test_documents_live_and_the_same_seed_lives_the_same_again() -> None:
    now = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)

    def life() -> list[tuple[str, str, str, int]]:
        seed(at=now, documents=3)
        found = Document.objects.order_by("id").select_related("drafter", "instance")
        lived = [
            (one.title, one.drafter.name, one.instance.status, one.instance.step) for one in found if one.instance
        ]
        transaction.set_rollback(True)
        return lived

    with transaction.atomic():
        first = life()
    with transaction.atomic():
        again = life()

    assert len(first) == 3
    assert first == again
    assert all(step > 1 for _title, _drafter, _status, step in first)


def test_outside_a_demonstration_nobody_sets_anothers_password(settings: Settings) -> None:
    settings.DEMO = False

    with pytest.raises(NotAllowed):
        let_all_sign_in(persons=[], password="x", at=timezone.now())


def test_a_known_password_is_not_shown_to_a_network(settings: Settings) -> None:
    settings.HOST = "0.0.0.0"  # noqa: S104 - what is refused

    with pytest.raises(CannotGoOn, match="set XIEBAN_DEMO_PASSWORD"):
        refuse_open_demo()
