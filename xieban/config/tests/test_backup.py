"""`xieban backup` and `xieban restore` on both engines; what they refuse is proved with Zhishou."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest

from tests.copied import Original
from tests.databases import copy_migrated, migrated_template
from tests.deployments import Deployment, database_of

pytestmark = pytest.mark.processes
CHAT = "XIEBAN_CHAT_DATABASE_URL"

A_DOCUMENT = """
import io
from django.utils import timezone
from jishi.files.door import keep
from xieban.administration.models import Entry
from xieban.directory.models import Person
from xieban.writing.models import Attachment, Body
now = timezone.now()
somebody = Person.objects.create(username="drafter", name="拟稿人", created_at=now)
body = Body.objects.create(kind="documents.document", key="1", by=somebody, at=now)
kept = keep(io.BytesIO(b"the text of an attachment"), name="附件.txt")
Attachment.objects.create(body=body, kind="attachment", place=1, name=kept.name, sha256=kept.sha256, size=kept.size,
                          media_type=kept.media_type, text_state="none", by=somebody, at=now)
Entry.objects.create(at=now, person=somebody, address="::1", request="1", method="GET", path="/", status=200)
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def deployments(
    request: pytest.FixtureRequest, loaded: Original, tmp_path: Path
) -> Iterator[tuple[Deployment, Deployment]]:
    """Return a deployment with a document's file in it, and one with nothing."""
    request.getfixturevalue("django_db_setup")
    template = migrated_template()
    with ExitStack() as stack:
        urls = chats = ["", ""]
        if request.param == "postgresql":
            server = os.environ["DATABASE_URL"]
            urls = [stack.enter_context(database_of(server, one)) for one in (template or "template1", "template1")]
            chats = [stack.enter_context(database_of(server)) for _number in range(2)]
        here, there = (
            Deployment(tmp_path / name, url, product="xieban", more={CHAT: chat}, loaded=loaded)
            for name, url, chat in zip(("here", "there"), urls, chats, strict=True)
        )
        (here.data / "files").mkdir(parents=True)
        lay_chat(here.data / "chat", chats[0])
        migrated = template is not None if urls[0] else copy_migrated(here.file)
        for arguments in ([] if migrated else [("migrate", "-v", "0")]) + [("shell", "-v", "0", "-c", A_DOCUMENT)]:
            done = here.run(*arguments)
            assert done.returncode == 0, done.stderr
        yield here, there


def lay_chat(folder: Path, url: str) -> None:
    """Lay what the chat server keeps: a database, a file, its name; and its configuration, which holds keys."""
    (folder / "media" / "local_content" / "ab").mkdir(parents=True)
    (folder / "media" / "local_content" / "ab" / "cd").write_bytes(b"a picture")
    (folder / "server_name").write_text("office.example", encoding="utf-8")
    (folder / "homeserver.json").write_text("{}", encoding="utf-8")
    with closing(chat_database(folder, url)) as database:
        database.execute("CREATE TABLE events (event_id TEXT)")
        database.execute("INSERT INTO events VALUES ('$1')")
        database.commit()


def chat_database(folder: Path, url: str) -> sqlite3.Connection | psycopg.Connection:
    if url:
        return psycopg.connect(url)
    database = sqlite3.connect(folder / "homeserver.db")
    database.execute("PRAGMA journal_mode=WAL")
    return database


def kept_by_chat(one: Deployment) -> dict[str, object]:
    folder = one.data / "chat"
    with closing(chat_database(folder, one.more[CHAT])) as database:
        rows = database.execute("SELECT event_id FROM events").fetchall()
    plain = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("homeserver.")]
    return {"rows": rows, **{str(path.relative_to(folder)): path.read_bytes() for path in plain}}


def test_what_is_saved_comes_back_and_what_is_there_is_not_overwritten(
    deployments: tuple[Deployment, Deployment], tmp_path: Path
) -> None:
    here, there = deployments
    archive = tmp_path / f"{secrets.token_hex(4)}.tar.gz"

    saved, brought, again = (
        one.run(*arguments)
        for one, arguments in (
            (here, ("backup", str(archive))),
            (there, ("restore", str(archive))),
            (there, ("restore", str(archive))),
        )
    )

    assert (saved.returncode, brought.returncode, again.returncode) == (0, 0, 1), saved.stderr + brought.stderr
    assert "此处已有数据" in again.stderr
    assert there.rows() == here.rows()
    assert len(there.rows()["writing_attachment"]) == 1
    assert there.files() == here.files()
    assert len(there.files()) == 1
    assert kept_by_chat(there) == kept_by_chat(here)
    assert len(kept_by_chat(there)) == 3
    assert not (there.data / "chat" / "homeserver.json").exists()
    with pytest.raises((sqlite3.Error, psycopg.Error), match="administration_entry"):
        there.change("DELETE FROM administration_entry")
