"""The short-lived token by which the page signs in to the chat server (a JWT, HS256)."""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Final

ISSUER: Final = "xieban"
AUDIENCE: Final = "chat"
VALID: Final = timedelta(minutes=2)


def login_token(*, local_name: str, secret: str, at: datetime) -> str:
    """Return a token that opens one account within two minutes (the server allows as much again for its clock)."""
    claims = {
        "sub": local_name,
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": int(at.timestamp()),
        "exp": int((at + VALID).timestamp()),
    }
    signed = f"{_part({'alg': 'HS256', 'typ': 'JWT'})}.{_part(claims)}"
    return f"{signed}.{_packed(hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest())}"


def _part(words: dict[str, object]) -> str:
    return _packed(json.dumps(words, separators=(",", ":")).encode())


def _packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
