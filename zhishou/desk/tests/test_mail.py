"""Mail, whole: from a mailbox on a real server to a ticket, and our answer back by a real server."""

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import StringIO
from itertools import count

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.management import CommandError, call_command
from django.db import connection
from imap_tools.consts import MailMessageFlags
from pytest_django.fixtures import Settings

from conftest import NOON
from jishi.files.door import opened
from jishi.files.tests.samples import picture
from tests.dovecot import PASSWORD, MailServer
from zhishou.desk import actions
from zhishou.desk.actions import inlets
from zhishou.desk.actions.answers import send_due
from zhishou.desk.actions.taking_in import take_message
from zhishou.desk.channels.mail import mailbox as imap
from zhishou.desk.channels.mail.tests.test_reading import nested
from zhishou.desk.models import Answer, Inlet, Intake, Note, Received
from zhishou.desk.rules.channels import Nature
from zhishou.desk.rules.words import IntakeState, NoteAudience
from zhishou.desk.tests.factories import Desk

pytest_plugins = ["tests.dovecot"]
MINUTE = timedelta(minutes=1)
ADDRESS = "help@red-cross.example"
ALICE = "Alice <alice@example.org>"
USERS = count(1)


class Post:
    """Takes in what we send."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.envelopes: list[Envelope] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's
        assert isinstance(envelope.content, bytes)
        self.got.append(envelope.content)
        self.envelopes.append(envelope)
        return "250 OK"

    def last(self) -> EmailMessage:
        return message_from_bytes(self.got[-1], policy=policy.default)


@pytest.fixture
def post(settings: Settings) -> Iterator[Post]:
    post = Post()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "jishi.mail.door.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield post
    controller.stop()


@pytest.fixture
def inlet(desk: Desk, mail_server: MailServer, settings: Settings) -> Inlet:
    """Return the mailbox of the contract, on the server, empty."""
    settings.OUTGOING_NETWORKS = ["127.0.0.0/8"]
    desk.cast.requester.email = "alice@example.org"
    desk.cast.requester.save(update_fields=["email"])
    return inlets.add_inlet(
        engagement=desk.cast.engagement,
        kind="mail",
        details={
            "address": ADDRESS,
            "host": "127.0.0.1",
            "port": str(mail_server.port),
            "security": "none",
            "user": f"help{next(USERS)}",
            "password": PASSWORD,
            "folder": "INBOX",
        },
        by=desk.cast.manager,
        at=NOON,
    )


def user_of(inlet: Inlet) -> str:
    return inlets.details_of(inlet)["user"]


def letter(words: str, *, reference: str, answers: str = "", sender: str = ALICE, **more: str) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Message-ID"] = sender, ADDRESS, reference
    made["Subject"] = more.pop("subject", "求助")
    if answers:
        made["In-Reply-To"] = answers
    for name, value in more.items():
        made[name.replace("_", "-")] = value
    made.set_content(words)
    return made.as_bytes()


def look(inlet: Inlet, *, minutes: int = 0) -> int:
    return inlets.look_into(inlet=inlet, clock=lambda: NOON + minutes * MINUTE)


@pytest.mark.django_db
def test_from_a_mail_to_a_ticket_and_back_and_forth(
    desk: Desk, inlet: Inlet, mail_server: MailServer, post: Post
) -> None:
    user = user_of(inlet)
    mail_server.deliver(user, letter("公文打不开", reference="<1@example.org>"), at=NOON - 10 * MINUTE)

    assert look(inlet) == 1
    intake = Intake.objects.get()
    assert intake.reached_at == NOON - 10 * MINUTE  # when the server had it, not when we looked
    assert intake.caller == desk.cast.requester

    send_due(clock=lambda: NOON, until=NOON + MINUTE)
    thanks = post.last()
    assert (thanks["In-Reply-To"], thanks["References"]) == ("<1@example.org>", "<1@example.org>")
    assert (thanks["Auto-Submitted"], thanks["From"], thanks["To"]) == ("auto-replied", ADDRESS, ALICE)
    assert thanks["Subject"] == "Re: 求助"

    ticket = desk.open_from(intake)
    actions.add_note(
        ticket=ticket, audience=NoteAudience.EVERYBODY, words="请重启电脑", by=desk.cast.first_line, at=NOON
    )
    send_due(clock=lambda: NOON + MINUTE, until=NOON + 2 * MINUTE)
    ours = post.last()
    assert ours["Subject"] == "Re: 求助 [red-cross-1]"
    assert ours["Auto-Submitted"] is None
    assert "请重启电脑" in ours.get_content()
    assert ours["Message-ID"] != thanks["Message-ID"]

    answers = {"answers": str(ours["Message-ID"]), "subject": str(ours["Subject"])}
    reply = letter("还是不行", reference="<2@example.org>", **answers)
    mail_server.deliver(user, reply, at=NOON + 2 * MINUTE)
    assert look(inlet, minutes=3) == 1
    assert Note.objects.get(words="还是不行").ticket == ticket
    assert Intake.objects.get(reference="<2@example.org>").state == IntakeState.JOINED
    assert look(inlet, minutes=4) == 0
    assert send_due(clock=lambda: NOON + 4 * MINUTE, until=NOON + 5 * MINUTE) == 0

    with mail_server.enter(user) as mailbox:
        assert [one.flags for one in mailbox.fetch(mark_seen=False)] == [(MailMessageFlags.SEEN,)] * 2


@pytest.mark.django_db
def test_two_programmes_that_answer_each_other_fall_silent_at_once(
    desk: Desk, inlet: Inlet, mail_server: MailServer, post: Post
) -> None:
    user = user_of(inlet)
    mail_server.deliver(user, letter("公文打不开", reference="<1@example.org>"), at=NOON)
    look(inlet)
    send_due(clock=lambda: NOON, until=NOON + MINUTE)
    thanks = str(post.last()["Message-ID"])
    away = letter("我在休假", reference="<2@example.org>", answers=thanks, Auto_Submitted="auto-replied")
    mail_server.deliver(user, away, at=NOON)
    mail_server.deliver(user, post.got[0], at=NOON)  # and our own comes back, as lists and forwards do
    bounce = letter("550", reference="<3@example.org>", answers=thanks, sender="MAILER-DAEMON@example.org")
    mail_server.deliver(user, bounce, at=NOON)

    assert look(inlet, minutes=1) == 3

    natures = list(Received.objects.order_by("id").values_list("nature", flat=True))
    assert natures == [Nature.PERSON, Nature.AUTOMATIC, Nature.OWN, Nature.BOUNCE]
    assert Answer.objects.count() == 1


@pytest.mark.django_db
def test_a_worker_killed_between_keeping_and_marking_takes_nothing_twice(
    inlet: Inlet, mail_server: MailServer
) -> None:
    user = user_of(inlet)
    for number in (1, 2):
        mail_server.deliver(user, letter(f"{number}", reference=f"<{number}@example.org>"), at=NOON)

    looks = imap.look(details=inlets.details_of(inlet), memory="", at=NOON)
    first = next(looks)
    take_message(inlet=inlet, incoming=first.message, memory=first.memory, at=NOON)
    looks.close()  # the worker is gone; the server never heard that the message was seen

    inlet.refresh_from_db()
    assert look(inlet) == 1
    assert Intake.objects.count() == 2


@pytest.mark.django_db
def test_a_mailbox_that_was_made_anew_brings_nothing_twice(inlet: Inlet, mail_server: MailServer) -> None:
    mail_server.deliver(user_of(inlet), letter("一", reference="<1@example.org>"), at=NOON)
    look(inlet)
    Inlet.objects.update(memory="1:99999")  # the numbers of another life of the mailbox
    mail_server.deliver(user_of(inlet), letter("二", reference="<2@example.org>"), at=NOON)

    assert look(inlet) == 1
    assert Intake.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_each_mail_once(desk: Desk, inlet: Inlet, mail_server: MailServer) -> None:
    for number in range(12):
        mail_server.deliver(user_of(inlet), letter(f"{number}", reference=f"<{number}@example.org>"), at=NOON)
    counts: list[int] = []

    def work() -> None:
        try:
            for _ in range(3):
                try:
                    counts.append(look(Inlet.objects.get(pk=inlet.pk)))
                except inlets.BusyLooking:
                    continue
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(counts) == 12
    assert Intake.objects.count() == Received.objects.count() == 12


@pytest.mark.django_db
def test_pictures_and_files_come_with_the_mail_and_a_program_does_not(
    desk: Desk, inlet: Inlet, mail_server: MailServer
) -> None:
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = ALICE, "截图", "<1@example.org>"
    made.set_content("见图")
    made.add_alternative('<p>见图</p><img src="cid:shot">', subtype="html")
    page = made.get_body(("html",))
    assert page is not None
    page.add_related(picture(), maintype="image", subtype="png", cid="<shot>", filename="截图.png")
    made.add_attachment(b"MZ\x90" + b"\0" * 200, maintype="application", subtype="zip", filename="清理.exe")
    mail_server.deliver(user_of(inlet), made.as_bytes(), at=NOON)

    look(inlet)

    intake = Intake.objects.get()
    assert [(one.name, one.content_id, one.media_type) for one in intake.files.all()] == [
        ("截图.png", "shot", "image/png")
    ]
    assert "清理.exe" in intake.words
    assert "未收下" in intake.words

    ticket = desk.open_from(intake)
    made.replace_header("Message-ID", "<2@example.org>")
    made["In-Reply-To"] = "<1@example.org>"
    mail_server.deliver(user_of(inlet), made.as_bytes(), at=NOON)
    look(inlet)
    [note] = ticket.notes.all()
    assert [one.name for one in note.files.all()] == ["截图.png"]


@pytest.mark.django_db
def test_a_mail_that_cannot_be_read_is_attached_whole(inlet: Inlet, mail_server: MailServer) -> None:
    raw = nested(40)
    mail_server.deliver(user_of(inlet), raw, at=NOON)

    look(inlet)

    intake = Intake.objects.get()
    [kept] = intake.files.all()
    with opened(kept.sha256) as file:
        assert file.read() == raw
    assert Received.objects.get().trouble == "unreadable"


@pytest.mark.django_db
def test_a_ticket_that_is_full_takes_the_words_without_the_files(
    desk: Desk, inlet: Inlet, mail_server: MailServer, settings: Settings
) -> None:
    settings.DESK_FILES_LARGEST = 10
    mail_server.deliver(user_of(inlet), nested(40), at=NOON)

    look(inlet)

    assert "未收下" in Intake.objects.get().words
    assert not Intake.objects.get().files.exists()


@pytest.mark.django_db
def test_a_broken_mail_is_kept_and_those_behind_it_come_too(inlet: Inlet, mail_server: MailServer) -> None:
    for raw in (b"\xff\xfe\x00garbage", b"", letter("好的", reference="<9@example.org>")):
        mail_server.deliver(user_of(inlet), raw or b"\r\n", at=NOON)

    look(inlet)

    inlet.refresh_from_db()
    assert inlet.failing_since is None
    assert Intake.objects.count() == 3


@pytest.mark.django_db
def test_the_operator_looks_into_every_mailbox(inlet: Inlet, mail_server: MailServer) -> None:
    mail_server.deliver(user_of(inlet), letter("一", reference="<1@example.org>"), at=NOON)
    said = StringIO()

    call_command("mail", "check", "--contract", "red-cross", stdout=said)

    assert said.getvalue() == f"red-cross {ADDRESS}: 1 new\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param({"password": "wrong"}, "AUTHENTICATIONFAILED", id="password"),
        pytest.param({"folder": "没有"}, "没有", id="folder"),
        pytest.param({"security": "tls"}, "SSL", id="encryption"),
        pytest.param({"port": "1"}, "refused", id="nobody there"),
    ],
)
def test_what_is_wrong_with_a_mailbox_is_said_and_holds_no_secret(
    wrong: dict[str, str],
    said: str,
    desk: Desk,
    inlet: Inlet,
) -> None:
    inlets.change_inlet(inlet=inlet, details=dict(inlets.details_of(inlet)) | wrong, by=desk.cast.manager, at=NOON)

    with pytest.raises(CommandError):
        call_command("mail", "check", stderr=StringIO())

    inlet.refresh_from_db()
    assert inlet.failing_since is not None
    assert PASSWORD not in inlet.last_error
    assert said in inlet.last_error


@pytest.mark.django_db
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_certified_by_an_authority_of_ones_own_is_believed_where_it_is_named(
    security: str, desk: Desk, inlet: Inlet, mail_server: MailServer, settings: Settings
) -> None:
    port = mail_server.tls_port if security == "tls" else mail_server.port
    wanted = dict(inlets.details_of(inlet)) | {"security": security, "port": str(port)}
    inlets.change_inlet(inlet=inlet, details=wanted, by=desk.cast.manager, at=NOON)
    mail_server.deliver(user_of(inlet), letter("一", reference="<1@example.org>"), at=NOON)
    assert look(inlet) == 0
    inlet.refresh_from_db()
    assert "CERTIFICATE_VERIFY_FAILED" in inlet.last_error

    settings.MAIL_CA_FILE = str(mail_server.authority)

    assert look(inlet, minutes=1) == 1
    inlet.refresh_from_db()
    assert inlet.failing_since is None


@pytest.mark.django_db
def test_an_authority_that_cannot_be_read_is_said(
    desk: Desk, inlet: Inlet, mail_server: MailServer, settings: Settings
) -> None:
    wanted = dict(inlets.details_of(inlet)) | {"security": "tls"}
    inlets.change_inlet(inlet=inlet, details=wanted, by=desk.cast.manager, at=NOON)
    settings.MAIL_CA_FILE = str(mail_server.here / "nowhere.pem")

    look(inlet)

    inlet.refresh_from_db()
    assert "ZHISHOU_MAIL_CA_FILE" in inlet.last_error


@pytest.mark.django_db
def test_a_host_where_we_do_not_connect_to_is_refused(inlet: Inlet, settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = []

    assert look(inlet) == 0
    inlet.refresh_from_db()
    assert "127.0.0.1" in inlet.last_error
