"""Whether a file is encrypted, by how it begins: the marks of what backups are encrypted with."""

from pathlib import Path
from typing import Final

BEGINNINGS: Final = (
    b"age-encryption.org/v1",
    b"-----BEGIN AGE ENCRYPTED FILE-----",
    b"-----BEGIN PGP MESSAGE-----",
    b"Salted__",  # openssl enc
    b"LUKS\xba\xbe",
    b"gocryptfs\x00",
)
ENCRYPTED_PACKETS: Final = frozenset({1, 3, 9, 18, 20})
"""OpenPGP: a session key for a public key or a passphrase, or encrypted data itself."""


def is_encrypted(file: Path) -> bool:
    """Say whether a file begins as an encrypted one does; what nobody knows counts as open."""
    with file.open("rb") as stream:
        start = stream.read(64)
    return start.startswith(BEGINNINGS) or _packet(start) in ENCRYPTED_PACKETS


def _packet(start: bytes) -> int:
    """Return the kind of the OpenPGP packet with which a file begins; 0 where it does not."""
    if not start or not start[0] & 0x80:
        return 0
    return start[0] & 0x3F if start[0] & 0x40 else (start[0] >> 2) & 0x0F
