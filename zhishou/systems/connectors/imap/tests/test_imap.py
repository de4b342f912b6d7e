from datetime import UTC, datetime

from conftest import NOON
from tests.apart import run_apart
from tests.dovecot import PASSWORD, MailServer
from zhishou.systems.connectors.registry import observe
from zhishou.systems.connectors.tests.targets import ask, garbage, serving, silent
from zhishou.systems.rules.observing import Observation, Option, Outcome


def look(port: int, check: str = "IM-01", *, password: str = PASSWORD, **options: Option) -> Observation:
    wanted = ask(
        check,
        f"127.0.0.1:{port}",
        options={"user": "watch", **options},
        secrets={"password": password},
        timeout_s=10,
    )
    return run_apart(observe(kind="imap", ask=wanted, at=NOON))


def test_a_real_mailbox_opens_and_says_how_many_letters_wait(mail_server: MailServer) -> None:
    mail_server.deliver("watch", b"Subject: one\r\n\r\nhello\r\n", at=datetime.now(UTC))

    assert look(mail_server.port, tls="none").outcome is Outcome.MEASURED
    assert look(mail_server.port, "IM-02", tls="none").fact("letters") == 1


def test_tls_from_the_first_byte_and_after_a_greeting(mail_server: MailServer) -> None:
    trusted = str(mail_server.authority)

    assert look(mail_server.tls_port, tls="implicit", ca_file=trusted).outcome is Outcome.MEASURED
    assert look(mail_server.port, tls="starttls", ca_file=trusted).outcome is Outcome.MEASURED
    assert look(mail_server.tls_port, tls="implicit").words == "The certificate is not valid: %(why)s."


def test_a_wrong_password_fails_without_showing_it(mail_server: MailServer) -> None:
    seen = look(mail_server.port, tls="none", password="guessed-wrong")

    assert seen.outcome is Outcome.FAILED
    assert "guessed-wrong" not in repr(seen)
    assert look(mail_server.port, tls="none", password="a\r\nb").outcome is Outcome.UNKNOWN


def test_what_is_no_mailbox_fails_in_time() -> None:
    async def run(talk: object) -> Observation:
        async with serving(talk) as place:  # type: ignore[arg-type]
            wanted = ask("IM-01", place, options={"tls": "none"}, secrets={"password": "x"}, timeout_s=0.5)
            return await observe(kind="imap", ask=wanted, at=NOON)

    assert [run_apart(run(one)).outcome for one in (garbage, silent)] == [Outcome.FAILED, Outcome.FAILED]
