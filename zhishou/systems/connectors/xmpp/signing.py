"""Signing in to a chat server: SCRAM, or the password itself where the server knows no better; only over TLS."""

import asyncio
import base64
import binascii
import hashlib
import hmac
import secrets
import stringprep
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.reaching import no_answer

# A server says how often the password is hashed, 4,096 to some 600,000 times; a hostile one two thousand million.
MOST_ROUNDS: Final = 1_000_000
SCRAM: Final = {"SCRAM-SHA-256": "sha256", "SCRAM-SHA-1": "sha1"}
WAYS: Final = (*SCRAM, "PLAIN")


def prepared(text: str) -> str:
    """Return a name or password as both sides write it (SASLprep, RFC 4013)."""
    mapped = (" " if stringprep.in_table_c12(one) else one for one in text if not stringprep.in_table_b1(one))
    return unicodedata.normalize("NFKC", "".join(mapped))


def plain(user: str, password: str) -> str:
    """Return what is said to sign in by PLAIN."""
    return base64.b64encode(f"\0{user}\0{password}".encode()).decode()


@dataclass(slots=True, kw_only=True)
class Scram:
    """One signing in by SCRAM (RFC 5802): the server proves that it knows the password, too."""

    way: str
    user: str
    password: str = field(repr=False)
    nonce: str = field(default_factory=lambda: secrets.token_hex(16))
    _proof_of_server: bytes = b""

    @property
    def _bare(self) -> str:
        return f"n={self.user.replace('=', '=3D').replace(',', '=2C')},r={self.nonce}"

    def first(self) -> str:
        """Return what is said first."""
        return base64.b64encode(f"n,,{self._bare}".encode()).decode()

    async def answer(self, challenge: str) -> str:
        """Answer the server's challenge."""
        said, parts = _parts(challenge)
        nonce, rounds = parts.get("r", ""), parts.get("i", "")
        salt = _bytes(parts.get("s", ""))
        if not nonce.startswith(self.nonce) or nonce == self.nonce or not salt or not rounds.isascii():
            raise no_answer(_("The chat server does not sign in as agreed."))
        if not rounds.isdigit() or len(rounds) > 9 or not 0 < int(rounds) <= MOST_ROUNDS:  # noqa: PLR2004 - far above the most
            raise no_answer(
                _("The chat server asks for too much reckoning to sign in: %(rounds)s."), rounds=rounds[:20]
            )
        kind = SCRAM[self.way]
        # Beside the loop: a million rounds take a second, and the other probes have their own time to keep.
        salted = await asyncio.to_thread(hashlib.pbkdf2_hmac, kind, self.password.encode(), salt, int(rounds))
        key = hmac.digest(salted, b"Client Key", kind)
        final = f"c=biws,r={nonce}"
        whole = f"{self._bare},{said},{final}".encode()
        signature = hmac.digest(hashlib.new(kind, key).digest(), whole, kind)
        proof = bytes(one ^ other for one, other in zip(key, signature, strict=True))
        self._proof_of_server = hmac.digest(hmac.digest(salted, b"Server Key", kind), whole, kind)
        return base64.b64encode(f"{final},p={base64.b64encode(proof).decode()}".encode()).decode()

    def settle(self, words: str) -> None:
        """Take the server's last words; without its proof it is not the server that the account belongs to."""
        _said, parts = _parts(words)
        if not self._proof_of_server or not hmac.compare_digest(_bytes(parts.get("v", "")), self._proof_of_server):
            raise no_answer(_("The chat server cannot prove that it knows the account."))


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _parts(words: str) -> tuple[str, dict[str, str]]:
    said = _bytes(words).decode("utf-8", errors="replace")
    return said, {one[:1]: one[2:] for one in said.split(",") if one[1:2] == "="}
