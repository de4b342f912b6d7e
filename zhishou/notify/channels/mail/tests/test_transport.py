import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django.fixtures import Settings

from conftest import NOON
from tests.certificates import make_certificates
from zhishou.notify.channels.mail.transport import Mail
from zhishou.notify.channels.recording.letters import a_letter
from zhishou.notify.rules import Outcome

if TYPE_CHECKING:
    from email.message import EmailMessage

DETAILS = {"address": "alice@example.org"}


class Box:
    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.says = "250 OK"

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.says

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@contextmanager
def standing(settings: Settings, **more: Any) -> Iterator[Box]:
    """Let a server answer by which mail leaves."""
    box = Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, **more)
    controller.start()
    settings.EMAIL_BACKEND = "jishi.mail.door.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "值守 <zhishou@example.org>"
    try:
        yield box
    finally:
        controller.stop()


@pytest.fixture
def box(settings: Settings) -> Iterator[Box]:
    with standing(settings) as box:
        yield box


def test_a_chinese_mail_arrives_whole(box: Box) -> None:
    receipt = Mail().send(a_letter(), details=DETAILS, at=NOON)

    assert receipt.outcome is Outcome.DELIVERED
    [mail] = box.got
    assert mail["Subject"] == "值班呼叫"
    assert mail["To"] == "alice@example.org"
    assert "网站打不开" in mail.get_content()
    assert "https://zhishou.example/p/1/" in mail.get_content()


def test_sent_twice_it_is_the_same_mail(box: Box) -> None:
    Mail().send(a_letter(), details=DETAILS, at=NOON)
    Mail().send(a_letter(), details=DETAILS, at=NOON)

    assert box.got[0]["Message-ID"] == box.got[1]["Message-ID"] == f"<{a_letter().key}@example.org>"


def test_a_line_break_in_the_subject_starts_no_header(box: Box) -> None:
    receipt = Mail().send(a_letter(subject="a\r\nBcc: eve@example.org"), details=DETAILS, at=NOON)

    assert receipt.outcome is Outcome.DELIVERED
    assert box.got[0]["Bcc"] is None


@pytest.mark.parametrize(
    ("says", "outcome"),
    [
        pytest.param("550 no such user", Outcome.PERMANENT, id="never"),
        pytest.param("451 greylisted", Outcome.TEMPORARY, id="later"),
    ],
)
def test_the_server_says_whether_to_try_again(box: Box, says: str, outcome: Outcome) -> None:
    box.says = says

    receipt = Mail().send(a_letter(), details=DETAILS, at=NOON)

    assert (receipt.outcome, receipt.answer) == (outcome, says)


def test_a_dead_server_is_tried_again(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "jishi.mail.door.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert Mail().send(a_letter(), details=DETAILS, at=NOON).outcome is Outcome.TEMPORARY


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_certified_by_an_authority_of_ones_own_is_believed_where_it_is_named(
    security: str, settings: Settings, tmp_path: Path
) -> None:
    authority, shown, key = make_certificates(tmp_path)
    ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ours.load_cert_chain(shown, key)
    speaks = {"ssl_context": ours} if security == "tls" else {"tls_context": ours, "require_starttls": True}
    with standing(settings, **speaks) as box:
        settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = security == "tls", security == "starttls"
        doubted = Mail().send(a_letter(), details=DETAILS, at=NOON)
        settings.MAIL_CA_FILE = str(tmp_path / "nowhere.pem")
        unread = Mail().send(a_letter(), details=DETAILS, at=NOON)
        settings.MAIL_CA_FILE = str(authority)
        believed = Mail().send(a_letter(), details=DETAILS, at=NOON)

    assert (doubted.outcome, unread.outcome, believed.outcome) == (
        Outcome.TEMPORARY, Outcome.TEMPORARY, Outcome.DELIVERED,
    )  # fmt: skip
    assert doubted.answer.startswith("邮件服务器的证书不可信（")
    assert "MAIL_CA_FILE" in unread.answer
    assert len(box.got) == 1


def test_an_address_is_shown_masked() -> None:
    assert Mail().mask(DETAILS) == "a•••@example.org"
