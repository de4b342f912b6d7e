"""What the tests of the chat may ask for."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, Final
from uuid import uuid4

import pytest
from django.test import override_settings
from django.utils import timezone
from pytest_django.fixtures import Settings

from jishi.outbox.door import deliver_waiting
from tests.laying import laid
from xieban.chat.actions.keeping import Keeper
from xieban.chat.models import Errand
from xieban.chat.tests.gate import standing
from xieban.chat.tests.synapse import Pushes, Server, folder_in_memory, running
from xieban.directory.models import Person
from xieban.tests.cast import Cast, make_cast

NUMBERS: Final = count(1)


@pytest.fixture(scope="session")
def pushes() -> Pushes:
    return Pushes()


@pytest.fixture(scope="session")
def chat_process(pushes: Pushes, django_test_environment: None) -> Iterator[Server]:
    """Return the server itself: whoever stops it starts it again."""
    with folder_in_memory() as folder, running(folder, pushes=pushes) as server:
        yield server


@pytest.fixture(scope="session")
def chat_server(chat_process: Server) -> dict[str, Any]:
    return chat_process.chosen


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the cast of an office that stood before its chat: a test makes there what it needs and no more.

    One chat server serves the whole run, and knows an account and its rooms for ever: each test has other accounts.
    """
    cast, number = laid("cast before a chat", long_there), next(NUMBERS)
    people = cast.persons().values()
    for person in people:
        person.username, person.uuid = f"{person.username}-{number}", uuid4()
    Person.objects.bulk_update(people, ["username", "uuid"])
    return cast


@pytest.fixture
def few(cast: Cast) -> Cast:
    """Return a cast of whom four are left: whoever moves has the rooms of all departments made, with all people."""
    left = (cast.drafter, cast.department_head, cast.clerk, cast.administrator)
    Person.objects.exclude(pk__in=[one.pk for one in left]).update(is_active=False)
    return cast


def long_there() -> Cast:
    """Make the cast, of whom everybody has heard already."""
    cast = make_cast()
    deliver_waiting(at=timezone.now())
    Errand.objects.all().delete()
    return cast


@pytest.fixture
def chat(chat_server: dict[str, Any], db: None) -> Iterator[Callable[[], None]]:
    """Speak with the chat server; call it to let everything be heard and made so."""

    def settle() -> None:
        now = timezone.now()
        deliver_waiting(at=now)
        Keeper(clock=timezone.now, stopped=lambda: False).do_some()

    with override_settings(**chat_server):
        yield settle


@pytest.fixture
def gate(chat: Callable[[], None], settings: Settings) -> Iterator[str]:
    """Stand at the chat server's gate; what was written down is seen there only where tests commit."""
    with standing() as port:
        settings.CHAT_PORT = port
        yield f"http://127.0.0.1:{port}"
