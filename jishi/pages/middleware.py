"""What every request carries: the moment it began, read once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class MomentMiddleware:
    """Reads the clock once a request, as `request.at`; everything below is told, never asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = timezone.now()  # type: ignore[attr-defined]
        return self.get_response(request)
