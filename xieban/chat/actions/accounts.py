"""Accounts on the chat server: made, named and closed as the directory says."""

from datetime import datetime

from xieban.chat.models import Account, Member
from xieban.chat.queries.people import address_for
from xieban.chat.queries.server import ADMIN, ServerRefuses, ask, quoted
from xieban.directory.models import Person

PROVIDER = "oidc-xieban"
NOT_FOUND = 404


def settle_account(*, person: Person, at: datetime) -> Account:
    """Let the server's account be as the directory has the person: open and named, or closed."""
    account, _made = Account.objects.get_or_create(person=person, defaults={"address": address_for(person)})
    if not person.is_active:
        return _close(account, at=at)
    if account.is_open and account.name == person.name:
        return account
    told = {
        "displayname": person.name,
        "deactivated": False,
        "external_ids": [{"auth_provider": PROVIDER, "external_id": str(person.uuid)}],
    }
    ask("PUT", f"{ADMIN}/v2/users/{quoted(account.address)}", told)
    Account.objects.filter(pk=account.pk).update(is_open=True, name=person.name, told_at=at)
    account.refresh_from_db()
    return account


def _close(account: Account, *, at: datetime) -> Account:
    """End every device and token at once; the server itself then takes the account out of every room."""
    if account.is_open or account.told_at is None:
        try:
            ask("POST", f"{ADMIN}/v1/deactivate/{quoted(account.address)}", {"erase": False})
        except ServerRefuses as refusal:
            if refusal.status != NOT_FOUND:  # one that was never made is closed
                raise
        Member.objects.filter(person_id=account.person_id).delete()
        Account.objects.filter(pk=account.pk).update(is_open=False, told_at=at)
        account.refresh_from_db()
    return account
