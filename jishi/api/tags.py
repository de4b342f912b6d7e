"""ETags on updates: who changes something must have seen the state that is being changed."""

import hashlib
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from jishi.refusals.door import Refusal, Stale


class NeedsIfMatch(Refusal):
    """Send the ETag of the state that you saw as If-Match."""

    status = HTTPStatus.PRECONDITION_REQUIRED


def tag(*parts: object) -> str:
    """Return a strong ETag over the parts that change with the object, e.g. its id and revision."""
    return '"' + hashlib.sha256(repr(parts).encode()).hexdigest()[:24] + '"'


def show_tag(response: HttpResponse, value: str) -> None:
    """Give the ETag of the object to the caller."""
    response["ETag"] = value


def expect_tag(request: HttpRequest, value: str) -> None:
    """Refuse an update by a caller who saw another state, or does not say which."""
    sent = request.headers.get("If-Match", "")
    if not sent:
        raise NeedsIfMatch
    if sent.strip() != "*" and value not in [one.strip() for one in sent.split(",")]:
        raise Stale
