"""Who acts by a key, and which keys there are."""

from datetime import datetime

from django.db.models import QuerySet

from jishi.keys import door as keys
from jishi.refusals.door import NotAllowed
from xieban.administration.models import Token
from xieban.administration.rules.scopes import TOKEN_MARK
from xieban.directory.models import Person


def require_administrator(viewer: Person) -> None:
    """Refuse whoever does not look after this deployment."""
    if not viewer.is_administrator:
        raise NotAllowed


def token_of(raw: str, *, at: datetime) -> Token | None:
    """Find a key that counts; it counts only while its owner is here and an administrator."""
    prefix = keys.prefix_of(raw, mark=TOKEN_MARK)
    if prefix is None:
        return None
    token = Token.objects.select_related("person").filter(prefix=prefix).first()
    if not keys.opens(token, raw, at=at) or token is None:
        return None
    return token if token.person.is_active and token.person.is_administrator else None


def tokens(viewer: Person) -> QuerySet[Token]:
    """Return every key that was not revoked; expired ones too, to show why a program fails."""
    require_administrator(viewer)
    return Token.objects.filter(revoked_at=None).select_related("person")
