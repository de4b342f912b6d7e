"""Which systems may sign people in by their account here, and the key that we sign with."""

import contextlib
import os
from pathlib import Path

from allauth.idp.oidc.models import Client
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

KEY_BITS = 3072


def clients() -> list[Client]:
    """Return every client; for commands, where nobody is looking."""
    return list(Client.objects.order_by("id"))


def client_addresses() -> list[str]:
    """Return where clients may ask people to be sent back to."""
    return [address for one in clients() for address in one.get_redirect_uris()]


def provider_key() -> str:
    """Return the private key that answers are signed with; made at the first use, beside the data, mode 0600.

    Several machines need the same one: it is given by a setting then.
    """
    given: str = settings.OIDC_KEY
    if given:
        return given
    path = Path(settings.DATA_DIR) / "keys" / "oidc.pem"
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii")


def _make(path: Path) -> None:
    pem = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".oidc.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - the mode must hold from the first moment
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):  # another process was first: its key counts
        os.link(draft, path)
    draft.unlink()
