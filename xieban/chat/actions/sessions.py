"""Signing a person in to the chat server from our page."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from xieban.chat.actions.accounts import settle_account
from xieban.chat.queries.keys import keys
from xieban.chat.queries.server import ChatIsAway, service_address
from xieban.chat.rules import login_token
from xieban.directory.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Where the chat server is, and the token that opens the person's account once."""

    homeserver: str
    user_id: str
    token: str
    service_id: str


def open_session(*, host: str, by: Person, at: datetime) -> Session:
    """Return what the page needs to sign in; `host` is the one of which the page was asked."""
    known = keys()
    if known is None:
        raise ChatIsAway
    account = settle_account(person=by, at=at)
    local = account.address[1:].partition(":")[0]
    return Session(
        homeserver=settings.CHAT_URL or f"http://{host}:{settings.CHAT_PORT}",
        user_id=account.address,
        token=login_token(local_name=local, secret=known.login, at=at),
        service_id=service_address(),
    )
