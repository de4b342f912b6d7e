"""Accounts on the chat server: made, named and closed as the directory says."""

from datetime import datetime
from http import HTTPStatus
from typing import Final

from xieban.chat.models import Account, Member, Room
from xieban.chat.queries.people import address_for
from xieban.chat.queries.rooms import joined_in
from xieban.chat.queries.server import ADMIN, CLIENT, ServerRefuses, ask, quoted
from xieban.directory.models import Person

PROVIDER: Final = "oidc-xieban"


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


def put_out(*, room: Room, address: str) -> None:
    """Put somebody out of a room; the chat server then forgets for him what was said there."""
    try:
        ask("POST", f"{CLIENT}/rooms/{quoted(room.address)}/kick", {"user_id": address})
    except ServerRefuses:
        # Refused where he is not in it, as he may have left by himself: what counts is that.
        if address in joined_in(room):
            raise


def _close(account: Account, *, at: datetime) -> Account:
    """End every device and token at once, then take the account out of every room of ours.

    Out of others, which people made themselves, the server takes it a little later.
    """
    if account.is_open or account.told_at is None:
        try:
            ask("POST", f"{ADMIN}/v1/deactivate/{quoted(account.address)}", {"erase": False})
        except ServerRefuses as refusal:
            if refusal.status != HTTPStatus.NOT_FOUND:  # one that was never made is closed
                raise
        for member in Member.objects.filter(person_id=account.person_id).select_related("room"):
            if member.room.address:
                put_out(room=member.room, address=account.address)
            member.delete()
        Account.objects.filter(pk=account.pk).update(is_open=False, told_at=at)
        account.refresh_from_db()
    return account


def end_devices(*, person: Person) -> None:
    """Sign somebody out of the chat on every device; his page signs in anew by itself, where he is signed in."""
    account = Account.objects.filter(person=person, is_open=True).first()
    if account is None:
        return
    user = f"{ADMIN}/v2/users/{quoted(account.address)}"
    found = [one["device_id"] for one in ask("GET", f"{user}/devices").get("devices", [])]
    ask("POST", f"{user}/delete_devices", {"devices": found})
