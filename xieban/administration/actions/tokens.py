"""Making and ending the keys of programs that look after this deployment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jishi.keys import door as keys
from jishi.refusals.door import NotThere
from xieban.administration.actions.recording import note_page
from xieban.administration.models import Token
from xieban.administration.queries.tokens import require_administrator
from xieban.administration.rules.scopes import SCOPES, TOKEN_MARK
from xieban.directory.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A token and its key; this is the only moment at which the key is known."""

    token: Token
    raw: str


def make_token(
    *, name: str, scopes: Sequence[str], expires_at: datetime, address: str = "", by: Person, at: datetime
) -> NewToken:
    """Make a key by which a program acts as this administrator, within its scopes, until it expires."""
    require_administrator(by)
    keys.check_wanted(scopes=scopes, known=SCOPES, expires_at=expires_at, at=at)
    key = keys.make_key(mark=TOKEN_MARK)
    with transaction.atomic():
        token = Token.objects.create(
            person=by,
            name=name,
            prefix=key.prefix,
            hash=key.hash,
            scopes=sorted(set(scopes)),
            created_at=at,
            expires_at=expires_at,
        )
        made = {"name": name, "scopes": token.scopes, "expires_at": expires_at.isoformat()}
        note_page(what="tokens.make", about=f"token:{token.uuid}", after=made, address=address, by=by, at=at)
    return NewToken(token=token, raw=key.raw)


def revoke_token(*, uuid: str, address: str = "", by: Person, at: datetime) -> None:
    """End a key, one's own or another administrator's."""
    require_administrator(by)
    with transaction.atomic():
        token = Token.objects.filter(uuid=uuid, revoked_at=None).first()
        if token is None or not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
            raise NotThere
        ended = {"name": token.name, "revoked_at": at.isoformat()}
        note_page(what="tokens.revoke", about=f"token:{uuid}", after=ended, address=address, by=by, at=at)


def note_use(*, token: Token, address: str, at: datetime) -> None:
    """Note that a key was used, once a minute at most."""
    keys.note_use(Token.objects.all(), token, address=address, at=at)
