"""Personal tokens: keys for programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jishi.keys import door as keys
from jishi.outbox.door import publish
from jishi.refusals.door import NotThere
from zhishou.people import queries
from zhishou.people.events import TokenMade, TokenRevoked
from zhishou.people.models import Person, Token
from zhishou.people.queries.tokens import Bearer
from zhishou.people.rules import SCOPES, TOKEN_MARK


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A token and its key; this is the only moment at which the key is known."""

    token: Token
    raw: str


def make_token(*, name: str, scopes: Sequence[str], expires_at: datetime, by: Person, at: datetime) -> NewToken:
    """Make a key by which programs act as this person, within its scopes, until it expires."""
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
        publish(
            TokenMade(
                happened_at=at,
                key=str(token.uuid),
                by_uuid=str(by.uuid),
                person_uuid=str(by.uuid),
                name=name,
                scopes=token.scopes,
                expires_at=expires_at,
            ),
            at=at,
        )
    return NewToken(token=token, raw=key.raw)


def use_token(*, raw: str, address: str = "", at: datetime) -> Bearer | None:
    """Find who acts by this key, and note its use, once a minute at most."""
    bearer = queries.person_for_token(raw, at=at)
    if bearer is not None:
        keys.note_use(Token.objects.all(), bearer.token, address=address, at=at)
    return bearer


def revoke_token(*, uuid: str, by: Person, at: datetime) -> None:
    """End one of one's own keys."""
    with transaction.atomic():
        if not _revoke(by, only=uuid, by=by, at=at):
            raise NotThere


def revoke_all(person: Person, *, by: Person | None, at: datetime) -> None:
    """End every key of a person as a part of another action, which has asked for permission."""
    _revoke(person, by=by, at=at)


def _revoke(person: Person, *, by: Person | None, at: datetime, only: str = "") -> int:
    alive = Token.objects.filter(person=person, revoked_at=None)
    tokens = list(alive.filter(uuid=only) if only else alive)
    ended = [token for token in tokens if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at)]
    for token in ended:
        publish(
            TokenRevoked(
                happened_at=at,
                key=str(token.uuid),
                by_uuid=str(by.uuid) if by else None,
                person_uuid=str(person.uuid),
            ),
            at=at,
        )
    return len(ended)
