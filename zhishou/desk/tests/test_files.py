"""Files on the desk: who may send and who may see them, how many, and that nothing hostile acts."""

import hashlib
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from conftest import NOON
from jishi.files.door import ContentMissing, Sent, TooManyFiles, opened
from jishi.files.tests.samples import HTML, SVG, bomb, picture
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.desk import actions, jobs, queries
from zhishou.desk.actions.files import TicketFull
from zhishou.desk.models import Attachment, Note
from zhishou.desk.rules.words import NoteAudience
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.test_ticket_page import signed_in
from zhishou.ledger.models import Entry
from zhishou.people.models import Person


def address(file: Attachment) -> str:
    return f"/c/red-cross/files/{file.uuid}/"


def body(response: Any) -> bytes:
    return b"".join(response)


def test_what_a_refused_form_left_on_the_disk_goes_after_a_day_and_nothing_else(desk: Desk) -> None:
    at = timezone.now()
    kept = desk.attach(desk.open(reached_at=at), b"kept log", at=at)
    sent = [Sent(name="日志.txt", content=io.BytesIO(b"orphan"))]
    [orphan] = actions.take_in(files=sent, engagement=desk.cast.engagement, by=desk.cast.requester, at=at)
    later = at + timedelta(days=2)
    first = later - (int(later.timestamp()) // 300 % 256) * jobs.SWEEP_EVERY

    for turn in (int(orphan.kept.sha256[:2], 16), int(kept.sha256[:2], 16)):
        jobs.tick_files(at=first + (turn + 256) * jobs.SWEEP_EVERY)

    with opened(kept.sha256) as file:
        assert file.read() == b"kept log"
    with pytest.raises(ContentMissing):
        opened(orphan.kept.sha256)


def test_a_file_is_evidence_and_follows_its_intake_to_the_ticket(desk: Desk) -> None:
    taken = actions.take_in(
        files=[Sent(name="截图.png", content=io.BytesIO(picture()))],
        engagement=desk.cast.engagement,
        by=desk.cast.requester,
        at=NOON,
    )
    intake = desk.receive(files=taken, by=desk.cast.requester)

    ticket = desk.open_from(intake)

    [file] = queries.files_of(desk.cast.requester, ticket, at=NOON)
    assert (file.name, file.media_type, file.by) == ("截图.png", "image/png", desk.cast.requester)
    assert file.sha256 == hashlib.sha256(picture()).hexdigest()
    entry = Entry.objects.get(what="desk.file_attached")
    assert entry.payload["sha256"] == file.sha256
    with opened(file.sha256) as kept:
        assert kept.read() == picture()


def test_a_reference_that_comes_twice_brings_its_files_once(desk: Desk) -> None:
    for _ in range(2):
        taken = actions.take_in(
            files=[Sent(name="a", content=io.BytesIO(b"x"))], engagement=desk.cast.engagement, by=None, at=NOON
        )
        desk.receive(channel="mail", reference="<1@example>", files=taken, by=None)

    assert Attachment.objects.count() == 1


@pytest.mark.once
def test_internal_files_are_for_the_vendor_alone(desk: Desk) -> None:
    ticket = desk.open(reached_at=timezone.now())
    hidden = desk.attach(ticket, name="口令.txt", audience=NoteAudience.VENDOR)
    note = actions.add_note(
        ticket=ticket, audience=NoteAudience.VENDOR, words="内部", by=desk.cast.expert, at=timezone.now()
    )
    of_note = desk.attach(note, name="内部.txt", by=desk.cast.expert)
    shown = desk.attach(ticket, name="公开.txt")

    seen = {
        name: {file.name for file in queries.files_of(person, ticket, at=timezone.now())}
        for name, person in (("caller", desk.cast.requester), ("expert", desk.cast.expert))
    }
    assert seen == {"caller": {"公开.txt"}, "expert": {"口令.txt", "内部.txt", "公开.txt"}}
    for person, file, status in (
        (desk.cast.requester, shown, 200),
        (desk.cast.client_admin, hidden, 404),
        (desk.cast.requester, hidden, 404),
        (desk.cast.requester, of_note, 404),
        (desk.cast.auditor, hidden, 404),
        (desk.cast.expert, hidden, 200),
        (desk.cast.leader, shown, 404),
        (desk.cast.stranger_manager, shown, 404),
    ):
        assert signed_in(person).get(address(file)).status_code == status, (person.username, file.name)
    assert signed_in(desk.cast.stranger_manager).get(f"/c/elsewhere/files/{shown.uuid}/").status_code == 404
    assert "口令.txt" not in signed_in(desk.cast.client_admin).get("/c/red-cross/desk/1/").content.decode()
    with pytest.raises(NotAllowed):
        desk.attach(ticket, audience=NoteAudience.VENDOR, by=desk.cast.requester)


def test_what_waits_is_seen_by_the_desk_and_by_whoever_sent_it(desk: Desk) -> None:
    intake = desk.receive()
    file = desk.attach(intake, by=desk.cast.requester)

    for person, status in (
        (desk.cast.requester, 200),
        (desk.cast.first_line, 200),
        (desk.cast.leader, 404),
        (desk.cast.stranger_admin, 404),
    ):
        assert signed_in(person).get(address(file)).status_code == status, person.username
    with pytest.raises(NotAllowed):
        desk.attach(intake, by=desk.cast.leader)


@pytest.mark.once
@pytest.mark.parametrize("who", ["leader", "auditor", "stranger_manager"])
def test_who_may_not_act_on_a_ticket_sends_it_nothing(who: str, desk: Desk) -> None:
    ticket = desk.open()

    with pytest.raises((NotThere, NotAllowed)):
        desk.attach(ticket, by=getattr(desk.cast, who))

    assert not Attachment.objects.exists()


@pytest.mark.once
@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        pytest.param(HTML, "无害.png", "application/octet-stream", id="a page that calls itself a picture"),
        pytest.param(SVG, "图.svg", "application/octet-stream", id="a drawing with a script"),
        pytest.param(b"GIF89a=1;" + HTML, "图.gif", "text/plain; charset=utf-8", id="both at once"),
        pytest.param(bomb(), "图.png", "application/octet-stream", id="a hundred million pixels"),
    ],
)
def test_hostile_content_is_only_ever_saved(content: bytes, name: str, media_type: str, desk: Desk) -> None:
    desk.open(reached_at=timezone.now())
    sent = SimpleUploadedFile(name, content, content_type="image/png")

    done = signed_in(desk.cast.front_desk).post("/c/red-cross/desk/1/files/", {"files-files": [sent]})

    assert done.status_code == 302
    file = Attachment.objects.get()
    answer = signed_in(desk.cast.requester).get(address(file))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == media_type
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert body(answer) == content
    assert signed_in(desk.cast.requester).get(f"{address(file)}small/").status_code == 404


@pytest.mark.once
def test_a_picture_is_shown_with_its_small_one_and_asked_for_again(desk: Desk) -> None:
    desk.open(reached_at=timezone.now())
    file = desk.attach(queries.get_ticket(
        desk.cast.expert, engagement=desk.cast.engagement, number=1, at=timezone.now()
    ), picture("JPEG"), name="../<b>现场\u202e.jpg")  # fmt: skip
    caller = signed_in(desk.cast.requester)

    shown, page = caller.get(address(file)), caller.get("/c/red-cross/help/1/").content.decode()

    assert shown["Content-Disposition"].startswith("inline")
    assert caller.get(address(file), headers={"If-None-Match": shown["ETag"]}).status_code == 304
    assert f"{address(file)}small/" in page
    assert "_b_现场.jpg" in page
    assert body(caller.get(f"{address(file)}small/"))[8:12] == b"WEBP"
    assert caller.get(f"{address(file)}?save")["Content-Disposition"].startswith("attachment")


@pytest.mark.once
def test_limits_are_said_on_the_form_and_nothing_is_half_sent(desk: Desk, settings: Settings) -> None:
    ticket = desk.open(reached_at=timezone.now())
    settings.FILES_LARGEST, settings.FILES_AT_ONCE, settings.DESK_FILES_LARGEST = 2_000_000, 2, 3_000_000
    staff = signed_in(desk.cast.front_desk)

    def send(*contents: bytes) -> Any:
        files = [SimpleUploadedFile(f"{number}.txt", content) for number, content in enumerate(contents)]
        return staff.post("/c/red-cross/desk/1/files/", {"files-files": files} if files else {})

    refused = {
        "请至少选择一个文件": send(),
        "超过 2 MB": send(b"x", b"x" * 2_000_001),
        "是空文件": send(b"x", b""),
        "一次最多上传 2 个文件": send(b"x", b"x", b"x"),
        "合计将超过 3 MB": send(b"x" * 1_900_000, b"y" * 1_900_000),
        "程序": send(b"x", b"\x7fELF"),
    }

    for words, answer in refused.items():
        assert (answer.status_code, words in answer.content.decode()) == (422, True), words
    assert not Attachment.objects.exists()
    with pytest.raises(TooManyFiles):
        actions.take_in(
            files=[Sent(name="a", content=io.BytesIO(b"x"))] * 3,
            engagement=desk.cast.engagement,
            by=desk.cast.front_desk,
            at=NOON,
        )
    desk.attach(ticket, b"x" * 1_600_000)
    with pytest.raises(TicketFull):
        desk.attach(ticket, b"y" * 1_600_000)


def test_the_database_wants_exactly_one_owner_and_keeps_what_was_sent(desk: Desk) -> None:
    ticket, intake = desk.open(), desk.receive()
    file = desk.attach(ticket)
    fields = {
        name: getattr(file, name)
        for name in ("engagement", "audience", "name", "sha256", "size", "media_type", "by_name", "at")
    }

    for wrong in ({}, {"ticket": ticket, "intake": intake}, {"ticket": ticket, "sha256": "../x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attachment.objects.create(**(fields | wrong))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE desk_attachment SET name = 'x'")
    assert not Note.objects.exists()


def call(person: Person, files: list[SimpleUploadedFile], key: str, **fields: str) -> Any:
    client = Client()
    client.force_login(person)
    path = "/api/v1/engagements/red-cross/tickets/1/files"
    return client.post(path, {"files": files, **fields}, headers={"Idempotency-Key": key})


def test_a_program_sends_lists_and_fetches(desk: Desk) -> None:
    desk.open(reached_at=timezone.now())

    def a_file(content: bytes = HTML) -> SimpleUploadedFile:
        return SimpleUploadedFile("页面.html", content, content_type="text/html")

    first = call(desk.cast.expert, [a_file()], "one", audience="vendor")
    again = call(desk.cast.expert, [a_file()], "one", audience="vendor")
    other = call(desk.cast.expert, [a_file(b"other")], "one", audience="vendor")

    assert first.status_code == 201, first.content
    assert (again.json(), other.status_code) == (first.json(), 422)
    [made] = first.json()["files"]
    assert (made["media_type"], made["audience"]) == ("text/html", "vendor")
    assert Attachment.objects.count() == 1
    caller, expert = signed_in(desk.cast.requester), signed_in(desk.cast.expert)
    here = "/api/v1/engagements/red-cross/tickets/1/files"
    assert caller.get(here).json()["items"] == []
    assert [one["uuid"] for one in expert.get(here).json()["items"]] == [made["uuid"]]
    assert caller.get(f"{here}/{made['uuid']}").status_code == 404
    fetched = expert.get(f"{here}/{made['uuid']}")
    assert (body(fetched), fetched["Content-Type"]) == (HTML, "application/octet-stream")
    assert call(desk.cast.requester, [a_file()], "two", audience="vendor").status_code == 403
    assert call(desk.cast.stranger_manager, [a_file()], "three").status_code == 404
    assert call(desk.cast.expert, [], "four").json()["code"] == "NoFileSent"
    assert call(desk.cast.expert, [SimpleUploadedFile("空", b"")], "five").json()["code"] == "NothingInIt"
