"""An authority of the tests' own, and a certificate of it for the loopback."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(
    subject: str, key: ec.EllipticCurvePrivateKey, signer: ec.EllipticCurvePrivateKey, *, is_authority: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name("Authority of the tests"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if not is_authority:
        names = [x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("localhost")]
        made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return made.sign(signer, hashes.SHA256())


def make_certificates(here: Path) -> tuple[Path, Path, Path]:
    """Write an authority's certificate, a server's, and the server's key; return where they lie."""
    authority, server = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    trusted, shown, key = here / "authority.pem", here / "server.pem", here / "server.key"
    signed = _certificate("Authority of the tests", authority, authority, is_authority=True)
    trusted.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    signed = _certificate("127.0.0.1", server, authority, is_authority=False)
    shown.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        server.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return trusted, shown, key
