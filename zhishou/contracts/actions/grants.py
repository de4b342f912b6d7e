"""What a version gives: accounts of the term, with their grants."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from jishi.calendars.door import Calendar, instant
from jishi.refusals.door import Refusal
from zhishou.contracts.actions.movements import move
from zhishou.contracts.models import Account, Contract
from zhishou.contracts.rules.entitlements import MovementKind
from zhishou.contracts.rules.pack import Pack
from zhishou.people.models import Person


class QuotaBelowUse(Refusal):
    """The pack gives %(quantity)s of “%(key)s”, but more have been used or reserved already."""


def grant_entitlements(
    contract: Contract, pack: Pack, *, calendar: Calendar, by: Person | None, at: datetime
) -> None:
    """Bring the accounts of the pack's term in line with its quantities; call with the contract locked."""
    starts_at = instant(pack.term.starts, 0, zone=calendar.tz)
    ends_at = instant(pack.term.ends, 24 * 60 * 60, zone=calendar.tz)
    of_term = Account.objects.filter(contract=contract, starts_at__lt=ends_at, ends_at__gt=starts_at)
    known = {account.key: account for account in of_term}
    for one in pack.entitlements:
        account = known.pop(one.key, None)
        if account is None:
            account = Account.objects.create(contract=contract, key=one.key, starts_at=starts_at, ends_at=ends_at)
        else:
            Account.objects.filter(pk=account.pk).update(starts_at=starts_at, ends_at=ends_at)
        _grant(account, one.quantity, by=by, at=at)
    for account in known.values():
        _grant(account, 0, by=by, at=at)


def _grant(account: Account, quantity: int, *, by: Person | None, at: datetime) -> None:
    more = quantity - account.granted
    if not more:
        return
    try:
        with transaction.atomic():
            Account.objects.filter(pk=account.pk).update(granted=F("granted") + more)
    except IntegrityError as error:
        raise QuotaBelowUse(key=account.key, quantity=quantity) from error
    account.refresh_from_db()
    move(account, kind=MovementKind.GRANT, quantity=more, by=by, at=at)
