"""What the order of the house asks of the running product: rows, commands, events."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from jishi.outbox.door import wired
from tests.architecture.public import events, undocumented_commands
from tests.architecture.rows import ours, silent_rows, strayed_options, upward_keys
from tests.test_messages import unread


def test_every_command_is_documented_and_no_other() -> None:
    assert undocumented_commands("xieban") == []


def test_every_catalogue_is_read() -> None:
    assert unread() == []


def test_every_event_is_heard_or_marked_nobody() -> None:
    assert [kind for kind in events("xieban") if kind not in wired()] == []


def test_rows_keep_the_order_of_the_house() -> None:
    assert upward_keys(ours()) == []
    assert strayed_options(ours()) == []
    assert silent_rows(ours()) == []


@pytest.mark.django_db
def test_the_schema_from_migrations_is_the_schema_of_the_models() -> None:
    out = StringIO()

    call_command("makemigrations", "--check", "--dry-run", stdout=out)

    assert "No changes detected" in out.getvalue()
    assert MigrationLoader(connection=None).detect_conflicts() == {}
