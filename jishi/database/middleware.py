"""What stands between a request and the database."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jishi.database.statements import look_at_connection


class KeptConnectionMiddleware:
    """Looks at the kept connection before anybody uses it, so that it need not be asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        look_at_connection()
        return self.get_response(request)
