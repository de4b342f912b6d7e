"""Who acts by a key, and which keys and devices a person has."""

import uuid as uuids
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from jishi.database.door import Compiled, Given, columns_of, row_of
from jishi.keys import door as keys
from zhishou.people.models import Organisation, Person, SignIn, Token
from zhishou.people.rules import TOKEN_MARK


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Who acts by a token, and what the token may do."""

    person: Person
    scopes: frozenset[str]
    token: Token


def person_for_token(raw: str, *, at: datetime) -> Bearer | None:
    """Find who acts by this key; None where it is unknown, expired, revoked, or its owner's account is closed."""
    prefix = keys.prefix_of(raw, mark=TOKEN_MARK)
    if prefix is None:
        return None
    token = _token(prefix)
    if not keys.opens(token, raw, at=at) or token is None or not token.person.is_active:
        return None
    return Bearer(person=token.person, scopes=frozenset(token.scopes), token=token)


def _token(prefix: str) -> Token | None:
    """Return the token with its person, in one statement whose text is made once: every call of a program asks."""
    rows = _BY_PREFIX(prefix=prefix)
    if not rows:
        return None
    values = iter(rows[0])
    token = row_of(Token, values)
    token.person = row_of(Person, values)
    token.person.organisation = row_of(Organisation, values)
    return token


def _by_prefix(*, prefix: Given) -> QuerySet[Token, tuple[Any, ...]]:
    return Token.objects.filter(prefix=prefix).values_list(
        *columns_of(Token),
        *columns_of(Person, under="person"),
        *columns_of(Organisation, under="person__organisation"),
    )


_BY_PREFIX = Compiled(_by_prefix)


def tokens_of(viewer: Person) -> QuerySet[Token]:
    """Return the viewer's own tokens that were not revoked; expired ones too, to show why a program fails."""
    return Token.objects.filter(person=viewer, revoked_at=None)


def sign_ins_of(viewer: Person, *, within: timedelta, at: datetime) -> QuerySet[SignIn]:
    """Return the viewer's own devices that are signed in."""
    return SignIn.objects.filter(person=viewer, ended_at=None, last_used_at__gt=at - within)


def get_sign_in(person: Person, *, uuid: str) -> SignIn | None:
    """Return the person's sign-in as it stands, ended or not."""
    rows = _sign_in(person=person.pk, uuid=uuids.UUID(uuid))
    return row_of(SignIn, rows[0]) if rows else None


_sign_in = Compiled(
    lambda person, uuid: SignIn.objects.filter(person=person, uuid=uuid).order_by().values_list(*columns_of(SignIn))
)
