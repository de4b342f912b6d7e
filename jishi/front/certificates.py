"""Certificates by an authority of one's own, which lies beside them and signs nothing else."""

import ipaddress
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY: Final = "authority.crt"
AUTHORITY_KEY: Final = "authority.key"
SHOWN: Final = "shown.pem"
"""Certificate and key in one file, so that one rename puts both in place."""
AUTHORITY_LASTS: Final = timedelta(days=3650)
LASTS: Final = timedelta(days=397)
RENEWED_BEFORE: Final = timedelta(days=60)
Key = ec.EllipticCurvePrivateKey


def keep_certificate(folder: Path, *, names: Sequence[str], at: datetime) -> Path:
    """Make the authority and the certificate where there is none, or none that lasts; return the certificate."""
    shown = folder / SHOWN
    if not shown.exists() or _ends(shown) < at + RENEWED_BEFORE:
        issue(folder, names=names, since=at - timedelta(hours=1), until=at + LASTS)
    return shown


def issue(folder: Path, *, names: Sequence[str], since: datetime, until: datetime) -> Path:
    """Put a certificate for these names, which counts between these moments, into the place of the one there is."""
    authority, key = _authority(folder, at=until)
    own = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    built = (
        _begun(subject, authority.subject, own, since=since, until=until)
        .add_extension(x509.SubjectAlternativeName([_name(one) for one in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    _write(folder / SHOWN, _pem(own) + built.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    return folder / SHOWN


def _authority(folder: Path, *, at: datetime) -> tuple[x509.Certificate, Key]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    certificate, kept = folder / AUTHORITY, folder / AUTHORITY_KEY
    if certificate.exists() and kept.exists():
        key = load_pem_private_key(kept.read_bytes(), password=None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101 - we made it
        return x509.load_pem_x509_certificate(certificate.read_bytes()), key
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An authority of this machine")])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    built = (
        _begun(name, name, key, since=at - AUTHORITY_LASTS, until=at + AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write(kept, _pem(key))
    _write(certificate, built.public_bytes(Encoding.PEM))
    return built, key


def _begun(
    subject: x509.Name, issuer: x509.Name, key: Key, *, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
    )


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text.strip("[]")))
    except ValueError:
        return x509.DNSName(text)


def _ends(path: Path) -> datetime:
    return x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc


def _pem(key: Key) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, body: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123 - the mode must hold from the first moment
        file.write(body)
    draft.replace(path)
