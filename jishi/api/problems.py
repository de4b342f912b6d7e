"""Every answer that is not a success, as `application/problem+json` (RFC 9457)."""

import json
import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError

from jishi.refusals.door import Refusal, code_of


def problem(
    status: int, *, code: str, title: str, errors: Sequence[dict[str, Any]] = (), request: HttpRequest | None = None
) -> HttpResponse:
    """Return one problem document; `code` is stable for programs, `title` is for people."""
    body: dict[str, Any] = {
        "type": "urn:problem:" + re.sub(r"(?<!^)(?=[A-Z])", "-", code).lower(),
        "code": code,
        "status": status,
        "title": title,
    }
    if request is not None:
        body["instance"] = request.path
    if errors:
        body["errors"] = list(errors)
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json"
    )


def _refused(request: HttpRequest, refusal: Refusal | type[Refusal]) -> HttpResponse:
    assert isinstance(refusal, Refusal)  # noqa: S101 - handlers are given instances
    return problem(int(refusal.status), code=refusal.code, title=str(refusal), request=request)


def _invalid(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    assert isinstance(error, ValidationError)  # noqa: S101 - as above
    found = [{"where": [str(part) for part in one["loc"]], "message": one["msg"]} for one in error.errors]
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        code="Invalid",
        title=_("Something that was sent is not as it must be."),
        errors=found,
        request=request,
    )


def _http(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    assert isinstance(error, HttpError)  # noqa: S101 - as above
    status = HTTPStatus(error.status_code)
    titles = {
        HTTPStatus.UNAUTHORIZED: _("Sign in, or send a valid token."),
        HTTPStatus.BAD_REQUEST: _("The request could not be read; send one JSON document in UTF-8."),
        HTTPStatus.FORBIDDEN: _("This was refused; reload the page and try again."),
        HTTPStatus.TOO_MANY_REQUESTS: _("Too many requests; wait a moment."),
    }
    answer = problem(
        status,
        code=code_of(status),
        title=titles.get(status, error.message),
        request=request,
    )
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = "Bearer"
    if isinstance(error, Throttled) and error.wait:
        answer["Retry-After"] = str(error.wait)
    return answer


def not_there(request: HttpRequest) -> HttpResponse:
    """Answer for an address that does not exist, the same as for one that may not be seen."""
    return problem(
        HTTPStatus.NOT_FOUND,
        code="NotThere",
        title=_("There is nothing here, or nothing that you may see."),
        request=request,
    )


def install(api: NinjaAPI) -> None:
    """Answer with problems wherever the API refuses."""
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _http)
