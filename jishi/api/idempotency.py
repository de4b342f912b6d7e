"""Idempotency keys: a POST that is sent again under its key takes effect once and answers the same."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI

from jishi.api.models import IdempotencyKey
from jishi.api.problems import problem
from jishi.database.door import insert_once, new_row, update_one
from jishi.refusals.door import Invalid

KEPT_FOR: Final = timedelta(days=3)
LONGEST_KEY: Final = 200
VISIBLE: Final = "[!-~]+"
_REPEATED_HEADERS: Final = ("Content-Type", "ETag", "Location")


class WrongIdempotencyKey(Invalid):
    """An idempotency key is 1 to 200 visible ASCII characters."""


class KeyUsedForAnother(Invalid):
    """This idempotency key was used for another request. Use a new key for a new request."""


class _AlreadyAnsweredError(Exception):
    """The call took effect before; carries its row."""

    def __init__(self, row: IdempotencyKey) -> None:
        super().__init__()
        self.row = row


def _fingerprint(request: HttpRequest) -> str:
    address = f"{request.method} {request.get_full_path()}\n".encode()
    digest = hashlib.sha256(address)
    if request.content_type != "multipart/form-data":
        digest.update(request.body)
        return digest.hexdigest()
    # A form with files has been read already, and may be larger than what is kept in memory.
    fields = sorted((name, values) for name, values in request.POST.lists())
    digest.update(repr(fields).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name, file.size)).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


def _sent_key(request: HttpRequest) -> str | None:
    return request.headers.get("Idempotency-Key") if request.method == "POST" else None


def _claiming(view: Callable[..., Any]) -> Callable[..., Any]:
    """Claim the key once the caller is known, in the transaction that `_keeping` opened."""

    @wraps(view)
    def claimed(request: HttpRequest, *args: Any, **values: Any) -> Any:
        key = _sent_key(request)
        if key is None:
            return view(request, *args, **values)
        if len(key) > LONGEST_KEY or not re.fullmatch(VISIBLE, key):
            raise WrongIdempotencyKey
        assert request.user.is_authenticated  # noqa: S101 - the operation asked for a caller
        claim = new_row(
            IdempotencyKey,
            beside={"person": request.user},
            key=key,
            fingerprint=_fingerprint(request),
            created_at=request.at,  # type: ignore[attr-defined]
        )
        if not insert_once(claim):
            row = IdempotencyKey.objects.get(person=request.user, key=key)
            if row.fingerprint != claim.fingerprint:
                raise KeyUsedForAnother
            raise _AlreadyAnsweredError(row)
        request.idempotency_claim = claim  # type: ignore[attr-defined]
        return view(request, *args, **values)

    return claimed


def _keeping(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep the answer with the key, in one transaction with what the call did; a refusal leaves nothing."""

    @wraps(run)
    def kept(request: HttpRequest, **values: Any) -> HttpResponse:
        if _sent_key(request) is None:
            return run(request, **values)
        with transaction.atomic():
            response = run(request, **values)
            claim: IdempotencyKey | None = getattr(request, "idempotency_claim", None)
            if response.status_code >= HTTPStatus.BAD_REQUEST:
                if claim is not None and getattr(request, "keeps_refusal", False):
                    claim.delete()  # what the refusal wrote stays, and the key may be used again
                else:
                    transaction.set_rollback(True)
            elif claim is not None:
                again = _shown_once(request) if getattr(request, "shows_a_secret", False) else response
                claim.status = again.status_code
                claim.headers = {name: again[name] for name in _REPEATED_HEADERS if name in again}
                claim.body = again.content.decode()
                update_one(claim, ["status", "headers", "body"])
        return response

    return kept


def keep_refusal(request: HttpRequest) -> None:
    """Let stay what a refused call wrote, e.g. that a wrong code was tried; otherwise a key would undo it."""
    request.keeps_refusal = True  # type: ignore[attr-defined]


def keep_no_answer(request: HttpRequest) -> None:
    """Let the answer of this call, which shows a secret, be kept nowhere: sent again, the call is refused."""
    request.shows_a_secret = True  # type: ignore[attr-defined]


def _shown_once(request: HttpRequest) -> HttpResponse:
    return problem(
        HTTPStatus.CONFLICT,
        code="ShownOnce",
        title=_("This was done, and its secret is shown once only. Take it back and make another."),
        request=request,
    )


def _again(_request: HttpRequest, seen: _AlreadyAnsweredError | type[_AlreadyAnsweredError]) -> HttpResponse:
    assert isinstance(seen, _AlreadyAnsweredError)  # noqa: S101 - handlers are given instances
    response = HttpResponse(seen.row.body, status=seen.row.status or HTTPStatus.OK)
    for name, value in seen.row.headers.items():
        response[name] = value
    response["Idempotent-Replayed"] = "true"
    return response


def install(api: NinjaAPI) -> None:
    """Accept an `Idempotency-Key` on every POST of the API."""
    api.add_exception_handler(_AlreadyAnsweredError, _again)
    # The library calls "operation" what wraps the function, and "view" what wraps the whole call.
    api.add_decorator(_claiming, mode="operation")
    api.add_decorator(_keeping, mode="view")


def sweep(*, at: datetime) -> int:
    """Forget the keys of calls older than three days; return how many."""
    return IdempotencyKey.objects.filter(created_at__lt=at - KEPT_FOR).delete()[0]
