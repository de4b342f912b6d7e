"""The page for who tried too often."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jishi.entrance.addresses import address_of
from jishi.entrance.gate import gate
from jishi.entrance.proof import lock_name_of

if TYPE_CHECKING:
    from datetime import datetime


def locked_out(request: HttpRequest, _original: HttpResponse | None, credentials: Any) -> HttpResponse:
    """Say how long the lock still holds; the same for accounts that do not exist."""
    at: datetime = request.at  # type: ignore[attr-defined]
    last = gate().last_failure(name=lock_name_of(request, credentials), address=address_of(request))
    cool_off = get_cool_off(request)
    left = (last + cool_off - at).total_seconds() if last and cool_off else 0
    minutes = max(1, -(-int(left) // 60))
    response = render(request, "entrance/locked.html", {"minutes": minutes})
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response["Retry-After"] = str(max(1, int(left)))
    return response
