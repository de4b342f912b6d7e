"""Whose account is which, and who has one."""

from collections.abc import Mapping
from typing import Any, Final

from xieban.chat.models import Account
from xieban.chat.queries.server import ADMIN, address_of, ask
from xieban.chat.rules import local_name
from xieban.directory.models import Person

PAGE: Final = 1000
MOST_PAGES: Final = 1000


def account_of(person: Person) -> Account | None:
    """Return somebody's account; None where none was made yet."""
    return Account.objects.filter(person=person).first()


def open_accounts() -> Mapping[str, str]:
    """Return the addresses of the accounts that are open, each with its name, as the chat server says."""
    found, start = dict[str, str](), "0"
    for _page in range(MOST_PAGES):
        told: dict[str, Any] = ask("GET", f"{ADMIN}/v2/users?guests=false&from={start}&limit={PAGE}")
        rows = [one for one in told.get("users", []) if not one.get("deactivated")]
        found |= {one["name"]: one.get("displayname") or "" for one in rows}
        start = told.get("next_token", "")
        if not start:
            break
    return found


def address_for(person: Person) -> str:
    """Return the address that somebody's account has, or will have."""
    known = account_of(person)
    return known.address if known else address_of(local_name(username=person.username, uuid=str(person.uuid)))
