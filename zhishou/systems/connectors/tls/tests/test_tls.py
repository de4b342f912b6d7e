import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.apart import run_apart
from tests.certificates import make_certificates
from zhishou.systems.connectors.registry import observe
from zhishou.systems.connectors.tests.targets import ask, garbage, saying, serving, silent
from zhishou.systems.rules.observing import Before, Observation, Option, Outcome


def look(tmp_path: Path, *, at: datetime, before: Before | None = None, **options: Option) -> Observation:
    _trusted, shown, key = tmp_path / "a", tmp_path / "server.pem", tmp_path / "server.key"
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(shown, key)

    async def run() -> Observation:
        async with serving(saying("ok"), ssl=server) as place:
            return await observe(kind="tls", ask=ask("N-05", place, options=options, before=before), at=at)

    return run_apart(run())


def test_days_left_are_measured_and_another_certificate_is_told(tmp_path: Path) -> None:
    trusted, _shown, _key = make_certificates(tmp_path)
    now = datetime.now(UTC)

    seen = look(tmp_path, at=now, ca_file=str(trusted))
    again = look(tmp_path, at=now, before=Before(at=now, facts={"fingerprint": "of another"}), ca_file=str(trusted))

    assert seen.outcome is Outcome.MEASURED, seen
    assert 1.9 < (seen.value or 0) <= 2
    assert (seen.fact("is_new"), again.fact("is_new")) == (False, True)


def test_nobody_vouches_for_it_or_it_is_for_another_name(tmp_path: Path) -> None:
    trusted, _shown, _key = make_certificates(tmp_path)
    now = datetime.now(UTC)

    assert look(tmp_path, at=now).outcome is Outcome.FAILED
    seen = look(tmp_path, at=now, ca_file=str(trusted), server_name="office.example.cn")
    assert (seen.outcome, seen.words) == (Outcome.FAILED, "The certificate is not valid: %(why)s.")


def test_a_file_is_read_without_its_key(tmp_path: Path) -> None:
    _trusted, shown, key = make_certificates(tmp_path)
    at = datetime.now(UTC) + timedelta(days=3)

    expired = run_apart(observe(kind="tls", ask=ask("N-05", str(shown)), at=at))

    assert expired.outcome is Outcome.MEASURED
    assert (expired.value or 0) < 0
    assert run_apart(observe(kind="tls", ask=ask("N-05", str(key)), at=at)).outcome is Outcome.FAILED


def test_what_speaks_no_tls_fails_in_time() -> None:
    async def run(talk: object) -> Observation:
        async with serving(talk) as place:  # type: ignore[arg-type]
            return await observe(kind="tls", ask=ask("N-05", place, timeout_s=0.5), at=datetime.now(UTC))

    assert [run_apart(run(one)).outcome for one in (garbage, silent)] == [Outcome.FAILED, Outcome.FAILED]
