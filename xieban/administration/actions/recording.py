"""Writing entries: one for every call of the API, one for every change made on our pages."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final

from xieban.administration.models import FACT, Entry, Token
from xieban.chat.events import ProbeKeyChanged
from xieban.directory.events import (
    DelegationChanged,
    DirectoryFact,
    PostChanged,
    SignedIn,
    SignInFailed,
    UnitChanged,
)
from xieban.directory.models import Person
from xieban.directory.queries import person_of_event

NOBODY_EVERY: Final = timedelta(minutes=1)
"""Calls without a token that counts are written down once a minute an address, so that nobody can fill the disk."""

_ABOUT: Final[Mapping[type[DirectoryFact], str]] = {
    UnitChanged: "unit",
    PostChanged: "post",
    DelegationChanged: "delegation",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the API, as it was answered."""

    address: str
    request: str
    method: str
    path: str
    status: int
    problem: str = ""
    what: str = ""
    about: str = ""
    is_dry_run: bool = False
    reason: str = ""
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


def record(*, call: Call, token: Token | None, at: datetime) -> None:
    """Write down one call; `token` is the one by which somebody called, where it counts."""
    if token is None and _known_lately(call.address, at=at):
        return
    Entry.objects.create(
        at=at,
        person=token.person if token else None,
        token=token,
        address=call.address,
        request=call.request,
        method=call.method,
        path=call.path[:300],
        status=call.status,
        problem=call.problem[:80],
        what=call.what,
        about=call.about,
        is_dry_run=call.is_dry_run,
        reason=call.reason,
        before=call.before,
        after=call.after,
    )


def note_page(
    *,
    what: str,
    about: str,
    after: Mapping[str, Any] | None,
    before: Mapping[str, Any] | None = None,
    reason: str = "",
    is_dry_run: bool = False,
    address: str,
    by: Person,
    at: datetime,
) -> None:
    """Write down what an administrator did, or tried, on a page of this area."""
    Entry.objects.create(
        at=at,
        person=by,
        address=address,
        request="",
        method="PAGE",
        path="",
        status=HTTPStatus.OK,
        what=what,
        about=about,
        is_dry_run=is_dry_run,
        reason=reason,
        before=before,
        after=after,
    )


def note_fact(*, event: DirectoryFact) -> None:
    """Write down a fact about people; of failed tries from one address only the first of each minute."""
    told = asdict(event)
    address, at = str(told.pop("address", "")), told.pop("happened_at")
    by, key = told.pop("by_uuid"), told.pop("key")
    who = by or (key if isinstance(event, SignedIn) else None)  # whoever signs in does it himself
    if isinstance(event, SignInFailed) and _known_lately(address, at=at):
        return
    Entry.objects.create(
        at=at,
        person=person_of_event(uuid=who),
        address=address,
        request="",
        method=FACT,
        path="",
        status=HTTPStatus.OK,
        what=f"directory.{type(event).__name__}",
        about=f"{_ABOUT.get(type(event), 'person')}:{key}",
        after=told or None,
    )


def note_probe_key(*, event: ProbeKeyChanged) -> None:
    """Write down that the operator made, renewed or ended the key of an outside watch; never the key."""
    told = asdict(event)
    key, at = told.pop("key"), told.pop("happened_at")
    expires_at = told.pop("expires_at")
    Entry.objects.create(
        at=at,
        address="",
        request="",
        method=FACT,
        path="",
        status=HTTPStatus.OK,
        what="chat.ProbeKeyChanged",
        about=f"probe_key:{key}",
        after={**told, "expires_at": expires_at.isoformat() if expires_at else None},
    )


def _known_lately(address: str, *, at: datetime) -> bool:
    return Entry.objects.filter(person=None, address=address, at__gt=at - NOBODY_EVERY).exists()
