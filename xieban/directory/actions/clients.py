"""Letting another system sign people in by their account here; the operator's work, at the console."""

from collections.abc import Sequence

from allauth.idp.oidc.models import Client, Token
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string

from jishi.refusals.door import Invalid, Refusal
from xieban.directory.models import Person

SECRET_LENGTH = 43


class ClientIsKnown(Refusal):
    """There is a client of this name already."""


class NotAnAddress(Invalid):
    """Where people are sent back to must be a whole address that begins with https:// or http://."""


def add_client(*, code: str, name: str, back: Sequence[str]) -> str:
    """Register a client; return its secret, which is shown this once and kept as a hash."""
    if not back or not all(one.startswith(("https://", "http://")) for one in back):
        raise NotAnAddress
    secret = get_random_string(SECRET_LENGTH)
    client = _client(code=code, name=name, back=back, secret=secret)
    try:
        with transaction.atomic():
            client.save(force_insert=True)
    except IntegrityError as error:
        raise ClientIsKnown from error
    return secret


def register_client(*, code: str, name: str, secret: str, back: Sequence[str]) -> None:
    """Let a system of our own house sign people in, with the secret that it was given; known before or not."""
    known = Client.objects.filter(id=code).first()
    if known is None or not known.check_secret(secret) or known.get_redirect_uris() != list(back):
        # Its key has a default, so that a plain save would always add a row.
        _client(code=code, name=name, back=back, secret=secret).save(
            force_insert=known is None, force_update=known is not None
        )


def _client(*, code: str, name: str, back: Sequence[str], secret: str) -> Client:
    client = Client(id=code, name=name, redirect_uris="\n".join(back), skip_consent=True)
    client.scopes = "openid\nprofile\nemail"
    client.set_secret(secret)
    return client


def remove_client(*, code: str) -> bool:
    """Let a client sign nobody in any more; return whether there was one."""
    return bool(Client.objects.filter(id=code).delete()[0])


def end_tokens_of(person: Person) -> None:
    """Let nothing that clients hold in a person's name work any more; permission is the caller's."""
    Token.objects.filter(user=person).delete()
