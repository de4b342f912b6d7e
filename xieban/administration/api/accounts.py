"""Accounts, what each may do and why, and where they are signed in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from jishi.api.door import Page, Paging, Plain, cut, cut_reckoned, of_area
from jishi.refusals.door import NotThere
from xieban.administration.api.callers import ProgramRequest
from xieban.administration.api.changing import CHANGES, Change, ChangeIn, ChangeOut, change
from xieban.directory import actions, queries
from xieban.directory.models import Person, SignIn
from xieban.directory.queries import AccountState

router = Router(tags=["accounts"])


class AccountFilters(Schema):
    """Which accounts are looked for; whatever is left out asks nothing."""

    words: Plain = Field("", max_length=60, description="Part of the account, the name or its pinyin.")
    state: AccountState | None = None


class AccountOut(Schema):
    """One account."""

    uuid: UUID
    username: str
    name: str
    state: AccountState
    is_administrator: bool
    has_second_factor: bool
    wrong_passwords: int = Field(description="In a row, counted since the last success.")
    left_at: datetime | None


class PermissionOut(Schema):
    """One thing that somebody may do, and why."""

    name: str
    what: str
    why: str = Field(description="The post, charge, delegation or account that it follows from.")
    unit: str = Field(description="Code of the unit for which it holds; empty: everywhere.")
    until: datetime | None


class SessionFilters(Schema):
    """Whose sessions."""

    account: UUID | None = None


class SessionOut(Schema):
    """One device on which somebody is signed in."""

    uuid: UUID
    account: UUID
    name: str
    method: str
    address: str
    agent: str
    started_at: datetime
    last_used_at: datetime


def as_account(person: Person) -> dict[str, Any]:
    """Say how an account stands."""
    return {
        "uuid": person.uuid,
        "username": person.username,
        "name": person.name,
        "state": queries.state_of_account(person),
        "is_administrator": person.is_administrator,
        "has_second_factor": queries.has_second_factor(person),
        "wrong_passwords": queries.tries_of(person),
        "left_at": person.left_at,
    }


def as_session(sign_in: SignIn) -> dict[str, Any]:
    """Say where somebody is signed in."""
    names = ("uuid", "method", "address", "agent", "started_at", "last_used_at")
    return {name: getattr(sign_in, name) for name in names} | {
        "account": sign_in.person.uuid,
        "name": sign_in.person.name,
    }


@router.get("/accounts", response=Page[AccountOut])
@of_area("accounts")
def list_accounts(request: ProgramRequest, found: Query[AccountFilters], paging: Query[Paging]) -> dict[str, Any]:
    """List accounts, of whoever left too."""
    rows = queries.accounts(request.user, words=found.words, state=found.state)
    page, following = cut(rows, paging=paging, order=("id",))
    return {"items": [as_account(one) for one in page], "next_cursor": following}


@router.get("/accounts/{uuid}", response=AccountOut)
@of_area("accounts")
def show_account(request: ProgramRequest, uuid: UUID) -> dict[str, Any]:
    """Show one account."""
    return as_account(queries.get_person(request.user, uuid=uuid))


@router.get("/accounts/{uuid}/permissions", response=Page[PermissionOut])
@of_area("permissions")
def list_permissions(request: ProgramRequest, uuid: UUID, paging: Query[Paging]) -> dict[str, Any]:
    """List what somebody may do now, each with the reason."""
    person = queries.get_person(request.user, uuid=uuid)
    items = [
        {
            "name": str(one.name),
            "what": str(one.what),
            "why": one.why,
            "unit": one.unit_code,
            "until": one.until,
        }
        for one in queries.abilities_of(person, at=request.at)
    ]
    page, following = cut_reckoned(items, paging=paging, key=lambda one: f"{one['name']}\n{one['why']}")
    return {"items": page, "next_cursor": following}


@router.post("/accounts/{uuid}/lock", response=ChangeOut, openapi_extra=CHANGES)
@of_area("accounts")
def lock_account(request: ProgramRequest, uuid: UUID, asked: ChangeIn) -> dict[str, Any]:
    """Let somebody sign in no more, and sign every device out; needs a plan."""
    person = queries.get_person(request.user, uuid=uuid)

    def act() -> None:
        actions.lock_account(person=person, by=request.user, at=request.at)

    return change(request, asked, _change(request, person, "accounts.lock", act, dangerous=True))


@router.post("/accounts/{uuid}/unlock", response=ChangeOut, openapi_extra=CHANGES)
@of_area("accounts")
def unlock_account(request: ProgramRequest, uuid: UUID, asked: ChangeIn) -> dict[str, Any]:
    """Open an account that was locked, by an administrator or by wrong passwords; a plan is taken, not needed."""
    person = queries.get_person(request.user, uuid=uuid)

    def act() -> None:
        actions.unlock_account(person=person, by=request.user, at=request.at)

    return change(request, asked, _change(request, person, "accounts.unlock", act, dangerous=False))


@router.post("/accounts/{uuid}/sign-out", response=ChangeOut, openapi_extra=CHANGES)
@of_area("sessions")
def sign_out_account(request: ProgramRequest, uuid: UUID, asked: ChangeIn) -> dict[str, Any]:
    """Sign every device of somebody out at once; a plan is taken, not needed."""
    person = queries.get_person(request.user, uuid=uuid)

    def act() -> None:
        actions.end_sign_ins_of(person=person, by=request.user, at=request.at)

    return change(request, asked, _change(request, person, "accounts.sign_out", act, dangerous=False))


@router.get("/sessions", response=Page[SessionOut])
@of_area("sessions")
def list_sessions(request: ProgramRequest, whose: Query[SessionFilters], paging: Query[Paging]) -> dict[str, Any]:
    """List the devices that are signed in."""
    person = queries.get_person(request.user, uuid=whose.account) if whose.account else None
    page, following = cut(queries.sign_ins(request.user, person=person, at=request.at), paging=paging)
    return {"items": [as_session(one) for one in page], "next_cursor": following}


@router.post("/sessions/{uuid}/end", response=ChangeOut, openapi_extra=CHANGES)
@of_area("sessions")
def end_session(request: ProgramRequest, uuid: UUID, asked: ChangeIn) -> dict[str, Any]:
    """Sign one device out; a plan is taken, not needed."""
    device = queries.sign_ins(request.user, at=request.at).filter(uuid=uuid).first()
    if device is None:
        raise NotThere

    def act() -> None:
        actions.end_sign_ins_of(person=device.person, only=str(uuid), by=request.user, at=request.at)

    return change(request, asked, _change(request, device.person, "sessions.end", act, dangerous=False))


def _change(request: ProgramRequest, person: Person, what: str, act: Any, *, dangerous: bool) -> Change:
    def look() -> dict[str, Any]:
        person.refresh_from_db()
        return {
            "username": person.username,
            "state": queries.state_of_account(person).value,
            "wrong_passwords": queries.tries_of(person),
            "sessions": queries.sign_ins(request.user, person=person, at=request.at).count(),
        }

    return Change(what=what, about=f"account:{person.uuid}", look=look, act=act, dangerous=dangerous)
