"""Whether a role's password is its own name: reckoned from what the server keeps, without trying to sign in."""

import base64
import binascii
import hashlib
import hmac
from typing import Final

MOST_ROUNDS: Final = 1_000_000
SCRAM: Final = "SCRAM-SHA-256$"


def is_own_name(kept: str, *, role: str) -> bool:
    """Say whether what is kept of a password was made from the name of its role."""
    if kept.startswith("md5"):
        made = hashlib.md5(role.encode() * 2, usedforsecurity=False).hexdigest()
        return hmac.compare_digest(kept[3:], made)
    if not kept.startswith(SCRAM):
        return False
    try:
        turns, keys = kept.removeprefix(SCRAM).split("$")
        rounds, salt = turns.split(":")
        wanted = base64.b64decode(keys.partition(":")[0])
        if int(rounds) > MOST_ROUNDS:
            return False
        salted = hashlib.pbkdf2_hmac("sha256", role.encode(), base64.b64decode(salt), int(rounds))
    except (ValueError, binascii.Error):
        return False
    key = hmac.digest(salted, b"Client Key", "sha256")
    return hmac.compare_digest(hashlib.sha256(key).digest(), wanted)
