"""What a page asks of the directory again and again is read once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from xieban.directory import queries


class RolesReadOnceMiddleware:
    """Reads the visitor's roles once for a request that only shows: entrance, side, page and counters all ask."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with queries.roles_read_once():
            return self.get_response(request)
