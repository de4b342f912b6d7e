import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from conftest import NOON
from tests.apart import run_apart
from tests.certificates import make_certificates
from tests.servers import free_port
from zhishou.systems.connectors.registry import observe
from zhishou.systems.connectors.tests.targets import ask, garbage, serving, silent
from zhishou.systems.rules.observing import Observation, Option, Outcome

PASSWORD = "of-the-tests"


def _enter(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    return AuthResult(success=given.password == PASSWORD.encode())


@contextmanager
def mail_service(here: Path) -> Iterator[tuple[str, str]]:
    """Run a mail server that asks for TLS before a password."""
    trusted, shown, key = make_certificates(here)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, key)
    port = free_port()
    controller = Controller(
        object(), hostname="127.0.0.1", port=port, tls_context=context, authenticator=_enter, auth_require_tls=True
    )
    controller.start()
    try:
        yield f"127.0.0.1:{port}", str(trusted)
    finally:
        controller.stop()


def look(address: str, *, password: str = "", **options: Option) -> Observation:
    wanted = ask("SM-01", address, options={"user": "watch", **options}, secrets={"password": password})
    return run_apart(observe(kind="smtp", ask=wanted, at=NOON))


def test_a_real_server_greets_speaks_tls_and_takes_the_password(tmp_path: Path) -> None:
    with mail_service(tmp_path) as (address, trusted):
        assert look(address, tls="none").outcome is Outcome.MEASURED
        assert look(address, tls="starttls", ca_file=trusted, password=PASSWORD).outcome is Outcome.MEASURED
        wrong = look(address, tls="starttls", ca_file=trusted, password="guessed-wrong")
        assert look(address, tls="starttls").words == "The certificate is not valid: %(why)s."

    assert wrong.outcome is Outcome.FAILED
    assert "guessed-wrong" not in repr(wrong)


def test_what_is_no_mail_server_fails_in_time() -> None:
    async def run(talk: object) -> Observation:
        async with serving(talk) as place:  # type: ignore[arg-type]
            return await observe(
                kind="smtp", ask=ask("SM-01", place, options={"tls": "none"}, timeout_s=0.5), at=NOON
            )

    assert [run_apart(run(one)).outcome for one in (garbage, silent)] == [Outcome.FAILED, Outcome.FAILED]
