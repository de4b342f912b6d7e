"""The ring of keys, and what one key can do: AES-256-GCM, each sealed text naming the key that made it."""

import base64
import binascii
import os
import secrets
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jishi.refusals.door import Trouble
from jishi.sentences.door import gettext_noop

VERSION: Final = "v1"
KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_HEADER: Final = (
    "# Keys of the vault, newest first: id, blank, key. Whoever has this file and the database can read every\n"
    "# secret; whoever has lost it can read none. Keep a copy apart from the database's backup.\n"
)


class VaultLocked(Trouble):
    """A secret cannot be opened or sealed; the message is one sentence for whoever runs the product."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Key:
    """One key and the name that sealed texts carry."""

    key_id: str
    material: bytes

    def __repr__(self) -> str:
        return f"Key({self.key_id})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Every key that may still be needed, the one to seal with first."""

    keys: tuple[Key, ...]

    @property
    def active(self) -> Key:
        """The key that seals from now on."""
        return self.keys[0]

    def seal(self, text: str, *, place: str) -> str:
        """Return the sealed form; it opens only with the same `place`, so it cannot be moved elsewhere."""
        nonce = os.urandom(_NONCE_BYTES)
        body = AESGCM(self.active.material).encrypt(nonce, text.encode(), _bound(place, self.active.key_id))
        return f"{VERSION}.{self.active.key_id}.{base64.urlsafe_b64encode(nonce + body).decode()}"

    def open(self, sealed: str, *, place: str) -> str:
        """Return the text; a missing key or a changed byte is one clear sentence."""
        key = self._named(key_id_of(sealed))
        try:
            raw = _bytes_of(sealed.split(".", 2)[2])
            return (
                AESGCM(key.material)
                .decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _bound(place, key.key_id))
                .decode()
            )
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise VaultLocked(
                gettext_noop(
                    "A secret of %(place)s does not open with key %(key)s: it is another key of that name, or "
                    "the stored value was changed. Restore the key ring, or enter the secret again."
                ),
                place=place,
                key=key.key_id,
            ) from error

    def _named(self, key_id: str) -> Key:
        for key in self.keys:
            if key.key_id == key_id:
                return key
        raise VaultLocked(
            gettext_noop(
                "The key ring has no key %(key)s, with which a secret was sealed: restore the ring that holds it, "
                "or enter the secret again."
            ),
            key=key_id,
        )


def _bytes_of(body: str) -> bytes:
    """Read what was sealed as it was written: other letters may be read as the same bytes."""
    raw = base64.urlsafe_b64decode(body)
    if base64.urlsafe_b64encode(raw).decode() != body:
        raise ValueError(body)
    return raw


def key_id_of(sealed: str) -> str:
    """Return the name of the key that sealed this."""
    parts = sealed.split(".")
    if len(parts) != 3 or parts[0] != VERSION:  # noqa: PLR2004 - version, key, body
        raise VaultLocked(gettext_noop("A stored secret is not in a form that this version can read."))
    return parts[1]


def new_key() -> Key:
    """Make a key nobody has seen."""
    return Key(key_id=secrets.token_hex(4), material=os.urandom(KEY_BYTES))


def parse(text: str, *, source: str) -> Ring:
    """Read a ring from its written form; `source` is named where it is wrong, the keys never are."""
    keys: list[Key] = []
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for number, line in enumerate(",".join(lines).split(",") if lines else (), start=1):
        key_id, _, encoded = line.strip().partition(" ")
        try:
            material = base64.b64decode(encoded.strip(), validate=True)
        except binascii.Error:
            material = b""
        if len(material) != KEY_BYTES or not key_id.isalnum():
            raise VaultLocked(
                gettext_noop(
                    "%(source)s, key %(number)d, is not a key: write an id, a blank, and 32 bytes in base64."
                ),
                source=source,
                number=number,
            )
        keys.append(Key(key_id=key_id, material=material))
    if not keys:
        raise VaultLocked(gettext_noop("%(source)s holds no key."), source=source)
    if len({key.key_id for key in keys}) != len(keys):
        raise VaultLocked(gettext_noop("%(source)s names two keys alike."), source=source)
    return Ring(keys=tuple(keys))


def written(ring: Ring) -> str:
    """Return the form that `parse` reads."""
    return _HEADER + "".join(f"{key.key_id} {base64.b64encode(key.material).decode()}\n" for key in ring.keys)


def _bound(place: str, key_id: str) -> bytes:
    return f"{VERSION}|{key_id}|{place}".encode()
