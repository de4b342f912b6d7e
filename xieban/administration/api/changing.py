"""Changing something by the API: looked at before and after, planned by a dry run, written down with its reason."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Schema
from pydantic import ConfigDict

from jishi.entrance.door import address_of
from jishi.refusals.door import Invalid, Refusal
from xieban.administration import actions
from xieban.administration.actions.planning import plan_key
from xieban.administration.api.callers import Program, ProgramRequest
from xieban.administration.models import LONGEST_REASON
from xieban.administration.rules import plans

CHANGES: Final[dict[str, Any]] = {
    "responses": {
        HTTPStatus.PRECONDITION_FAILED.value: {"$ref": "#/components/responses/Problem"},
        HTTPStatus.PRECONDITION_REQUIRED.value: {"$ref": "#/components/responses/Problem"},
    }
}
"""Give it as `openapi_extra` to every operation that calls `change`."""
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class PlanNeeded(Refusal):
    """Send the same call with dry_run first, look at what it would do, then send the plan that it gave."""

    status = HTTPStatus.PRECONDITION_REQUIRED


class PlanVoid(Refusal):
    """This plan does not fit any more: state, call or token is another, or it is too old."""

    status = HTTPStatus.PRECONDITION_FAILED


class ReasonNeeded(Invalid):
    """Say why: the reason stands in the audit log."""


class ChangeIn(Schema):
    """What every change carries; a field that is not known is refused: it may be a dry run that was mistyped."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=LONGEST_REASON, description="Why; it stands in the audit log.")
    dry_run: bool = Field(default=False, description="Only show what would happen; nothing is kept of it.")
    plan: str = Field(default="", max_length=100, description="The plan of the dry run, where a call asks for one.")


class ChangeOut(Schema):
    """What a change did, or, in a dry run, would do."""

    done: bool
    what: str
    about: str
    before: dict[str, Any]
    after: dict[str, Any]
    plan: str | None = Field(description="Of a dry run: send it with the call itself, within a quarter of an hour.")


@dataclass(slots=True)
class Note:
    """What an endpoint leaves for the entry of its call."""

    what: str = ""
    about: str = ""
    is_dry_run: bool = False
    reason: str = ""
    before: Mapping[str, Any] | None = field(default=None)
    after: Mapping[str, Any] | None = field(default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: what, about which thing, how it looks, and the action that does it."""

    what: str
    about: str
    look: Callable[[], Mapping[str, Any]]
    act: Callable[[], object]
    dangerous: bool = True


def change(request: ProgramRequest, asked: ChangeIn, wanted: Change) -> dict[str, Any]:
    """Do it, and see whether what came of it is what was planned; a dry run is the same, taken back afterwards."""
    reason = asked.reason.strip()
    if not reason:
        raise ReasonNeeded
    note = Note(what=wanted.what, about=wanted.about, reason=reason, is_dry_run=asked.dry_run)
    request.note = note  # type: ignore[attr-defined]
    if wanted.dangerous and not asked.dry_run and not asked.plan:
        raise PlanNeeded
    note.before = wanted.look()
    wanted.act()
    note.after = wanted.look()
    digest = plans.fingerprint(
        what=wanted.what,
        about=wanted.about,
        arguments=asked.model_dump(mode="json", exclude={"reason", "dry_run", "plan"}),
        before=note.before,
        after=note.after,
        token=str(request.auth.token.uuid),
    )
    fits = plans.fits(asked.plan, digest=digest, key=plan_key(), at=request.at)
    if not asked.dry_run and (wanted.dangerous or asked.plan) and not fits:
        raise PlanVoid
    return {
        "done": not asked.dry_run,
        "what": wanted.what,
        "about": wanted.about,
        "before": note.before,
        "after": note.after,
        "plan": plans.seal(digest, key=plan_key(), at=request.at) if asked.dry_run else None,
    }


def recorded(api: NinjaAPI) -> None:
    """Write an entry for every call of the API, whatever becomes of it."""
    api.add_decorator(_recording, mode="view")


def _recording(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(run)
    def call(request: HttpRequest, **values: Any) -> HttpResponse:
        try:
            response = _run(run, request, values)
        except Exception:
            _write(request, status=HTTPStatus.INTERNAL_SERVER_ERROR, problem="Broken")
            raise
        return response

    return call


def _run(run: Callable[..., HttpResponse], request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    if request.method in SAFE:
        response = run(request, **values)
        _write(request, status=response.status_code, problem=_code(response))
        return response
    with transaction.atomic():
        response = run(request, **values)
        stays = response.status_code < HTTPStatus.BAD_REQUEST and not _note(request).is_dry_run
        if stays:
            _write(request, status=response.status_code)
        else:
            transaction.set_rollback(True)
    if not stays:
        _write(request, status=response.status_code, problem=_code(response))
    return response


def _note(request: HttpRequest) -> Note:
    return getattr(request, "note", None) or Note()


def _code(response: HttpResponse) -> str:
    """Return the code of a problem, from the answer itself."""
    if response.status_code < HTTPStatus.BAD_REQUEST:
        return ""
    return str(json.loads(response.content).get("code", ""))


def _write(request: HttpRequest, *, status: int, problem: str = "") -> None:
    caller, note = getattr(request, "auth", None), _note(request)
    token = caller.token if isinstance(caller, Program) else None
    at, address = request.at, address_of(request)  # type: ignore[attr-defined]
    done = not problem
    call = actions.Call(
        address=address,
        request=request.number,  # type: ignore[attr-defined]
        method=request.method or "",
        path=request.get_full_path(),
        status=status,
        problem=problem,
        what=note.what,
        about=note.about,
        is_dry_run=note.is_dry_run,
        reason=note.reason,
        before=note.before,
        after=note.after if done else None,
    )
    actions.record(call=call, token=token, at=at)
    if token is not None:
        actions.note_use(token=token, address=address, at=at)
