"""The key under which plans are sealed."""

import hashlib

from django.conf import settings


def plan_key() -> bytes:
    """Return the key; every process of a deployment has the same."""
    return hashlib.sha256(f"xieban.administration.plan {settings.SECRET_KEY}".encode()).digest()
