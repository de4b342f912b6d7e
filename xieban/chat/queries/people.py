"""Whose account is which, and who has one."""

from xieban.chat.models import Account
from xieban.chat.queries.server import address_of
from xieban.chat.rules import local_name
from xieban.directory.models import Person


def account_of(person: Person) -> Account | None:
    """Return somebody's account; None where none was made yet."""
    return Account.objects.filter(person=person).first()


def address_for(person: Person) -> str:
    """Return the address that somebody's account has, or will have."""
    known = account_of(person)
    return known.address if known else address_of(local_name(username=person.username, uuid=str(person.uuid)))
