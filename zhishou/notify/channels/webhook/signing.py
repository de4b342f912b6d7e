"""The signature of our webhooks; see docs/reference/webhook-signature.md and wire/webhook-signature.json."""

import hashlib
import hmac

VERSION = "v1"


def signature(secret: str, *, timestamp: int, body: bytes) -> str:
    """Return `v1=` and the HMAC-SHA256, in hex, of the moment, a full stop, and the body as it is sent."""
    signed = str(timestamp).encode() + b"." + body
    return f"{VERSION}={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"
