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
from xieban.chat.queries.probing import probe_keys
from xieban.config import beginnings, history, life
from xieban.config.cast import PARTS
from xieban.config.crowd import somebody
from xieban.config.demonstration import seed
from xieban.config.greeting import accounts
from xieban.directory import queries
from xieban.directory.actions import let_all_sign_in
from xieban.directory.models import Person
from xieban.directory.rules import Role
from xieban.documents.models import Counter, Document, Number, Series, SignOff
from xieban.documents.queries import bodies
from xieban.documents.rules.numbering import gaps
from xieban.documents.rules.words import Kind
from xieban.finding.queries import find
from xieban.flows.models import Candidate

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


def test_interrupted_between_two_documents_nothing_is_made_and_the_next_time_everything() -> None:
    now = timezone.now()

    def interrupted(_number: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed(at=now, documents=2, said=interrupted)

    assert not Person.objects.exists()
    assert seed(at=now, documents=2) is True
    assert Document.objects.count() == 2


@pytest.mark.once
@pytest.mark.parametrize(
    ("documents", "lived"), [pytest.param(3, 200, id="lived"), pytest.param(20, 8, id="laid between")]
)
def test_documents_live_and_the_same_seed_lives_the_same_again(
    monkeypatch: pytest.MonkeyPatch, documents: int, lived: int
) -> None:
    monkeypatch.setattr(life, "MOST_LIVED", lived)
    if documents > lived:
        for module in (beginnings, history):
            monkeypatch.setattr(module, "KINDS", {Kind.MEMO: 1})  # which nobody typesets
    now = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)

    def once() -> list[tuple[str, str, datetime, str, int]]:
        seed(at=now, documents=documents)
        found = [
            (one.title, one.drafter.name, one.created_at, one.instance.status, one.instance.step)
            for one in Document.objects.order_by("id").select_related("drafter", "instance")
            if one.instance
        ]
        transaction.set_rollback(True)
        return found

    with transaction.atomic():
        first = once()
    with transaction.atomic():
        again = once()

    assert len(first) == documents
    assert first == again
    assert all(step > 1 for *_, step in first)


@pytest.mark.one_engine
def test_of_very_many_documents_the_years_between_are_laid_by_the_shapes_of_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(life, "MOST_LIVED", 8)
    for module in (beginnings, history):
        monkeypatch.setattr(module, "KINDS", {Kind.MEMO: 1})  # which nobody typesets
    now = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)

    seed(at=now, documents=38)

    documents = Document.objects.order_by("id").select_related("instance")
    assert documents.count() == 38
    begun = [one.created_at for one in documents]
    assert begun[4:34] == sorted(begun[4:34])
    laid = list(documents)[4:34]
    assert all(one.instance and one.instance.ended_at and one.instance.ended_at < now for one in laid)
    assert len({one.title for one in laid}) > 10
    for series in Series.objects.all():
        for year in set(Number.objects.filter(series=series).values_list("year", flat=True)):
            found = Number.objects.filter(series=series, year=year).order_by("serial")
            assert gaps(list(found.values_list("serial", flat=True))) == ()
            assert Counter.objects.get(series=series, year=year).last == found.count()
    stale = SignOff.objects.filter(document__in=laid, consents=True).select_related("document__instance")
    assert all(one.digest == bodies.digest(one.document) for one in stale)
    assert not Candidate.objects.filter(instance__in=[one.instance_id for one in laid], is_open=True).exists()
    hits, _next = find(Person.objects.get(username="wangzhiqiang"), words=laid[0].title, at=now)
    assert laid[0].pk in [one.document.key for one in hits]


def test_outside_a_demonstration_nobody_sets_anothers_password(settings: Settings) -> None:
    settings.DEMO = False

    with pytest.raises(NotAllowed):
        let_all_sign_in(persons=[], password="x", at=timezone.now())


def test_a_demonstration_with_a_password_of_its_own_has_no_key_that_everybody_knows(settings: Settings) -> None:
    settings.DEMO_PASSWORD = "one of our own"

    seed(at=timezone.now(), documents=0)

    assert not probe_keys().exists()


def test_a_known_password_is_not_shown_to_a_network(settings: Settings) -> None:
    settings.HOST = "0.0.0.0"  # noqa: S104 - what is refused

    with pytest.raises(CannotGoOn, match="set XIEBAN_DEMO_PASSWORD"):
        refuse_open_demo()
