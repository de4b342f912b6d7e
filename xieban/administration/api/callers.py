"""Who calls: a program with a token, and nobody else; a browser's session opens nothing here."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from jishi.api.door import Caller
from xieban.administration import queries
from xieban.administration.models import Token
from xieban.directory.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Program(Caller):
    """A program that acts for an administrator."""

    token: Token


class ProgramRequest(HttpRequest):
    """A request of a program; for types only."""

    user: Person
    auth: Program
    at: datetime
    number: str


def read_token(raw: str, *, at: datetime) -> Program | None:
    """Find the caller of a key."""
    token = queries.token_of(raw, at=at)
    return Program(person=token.person, scopes=frozenset(token.scopes), token=token) if token else None
