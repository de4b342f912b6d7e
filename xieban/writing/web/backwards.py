"""Where a page of a text leads back to."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from xieban.writing.models import Body
from xieban.writing.queries import holder_of


def back_of(request: HttpRequest, body: Body) -> str:
    """Return the page that sent the form where it says so and it is ours; else the holder's."""
    wanted = request.POST.get("back", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return holder_of(body).address(key=body.key)
