"""How long a certificate still counts, and whether anybody would trust it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.reaching import connected, no_answer, readable, resolve, split, tls_context
from zhishou.systems.rules.observing import Ask, Observation, Value, failed, measured
from zhishou.systems.rules.words import ConnectorKind

PORT: Final = 443
LARGEST: Final = 1_000_000
DAY: Final = 86400


class Tls:
    """Makes a connection as any client would, or reads a certificate from a file."""

    kind = ConnectorKind.TLS
    checks = frozenset({"N-05"})
    least = _("No account: it only shakes hands. A file must be readable, its private key never.")

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:
        """Measure the days that are left; a certificate that no client would take fails."""
        if ask.address.startswith("/"):
            return _left(_read(readable(ask.address, allowed=ask.allowed)), ask, at)
        host, port = split(ask.address, port=PORT)
        place = await resolve(host, port, allowed=ask.allowed)
        tls = tls_context(ca_file=ask.text("ca_file"), allowed=ask.allowed)
        async with connected(place, tls=tls, name=ask.text("server_name")) as (_reader, writer):
            shown = writer.get_extra_info("ssl_object")
            raw = shown.getpeercert(binary_form=True) if shown else None
        if raw is None:
            raise no_answer(_("It showed no certificate."))
        try:
            certificate = x509.load_der_x509_certificate(raw)
        except ValueError as error:
            raise no_answer(_("It holds no certificate that can be read.")) from error
        return _left(certificate, ask, at)


def _read(path: str) -> x509.Certificate:
    file = Path(path)
    try:
        if file.stat().st_size > LARGEST:
            raise no_answer(_("It holds no certificate that can be read."))
        return x509.load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError) as error:
        raise no_answer(_("It holds no certificate that can be read.")) from error


def _left(certificate: x509.Certificate, ask: Ask, at: datetime) -> Observation:
    ends, begins = certificate.not_valid_after_utc, certificate.not_valid_before_utc
    digest = certificate.fingerprint(hashes.SHA256()).hex()
    subject, issuer = certificate.subject.rfc4514_string()[:200], certificate.issuer.rfc4514_string()[:200]
    known = ask.before.facts.get("fingerprint") if ask.before else None
    seen: dict[str, Value] = {
        "subject": subject,
        "issuer": issuer,
        "ends": ends.astimezone(UTC).date().isoformat(),
        "fingerprint": digest,
        "is_new": known not in {None, digest},
    }
    if begins > at:
        return failed(_("The certificate counts only from %(begins)s."), seen, begins=begins.date().isoformat())
    words = _("It counts until %(ends)s.")
    if seen["is_new"]:
        words = _("It counts until %(ends)s, and is another than before.")
    return measured((ends - at).total_seconds() / DAY, seen, unit="days", words=words)
