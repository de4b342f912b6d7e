"""What every request carries and every answer keeps to: its moment, its number, its language, its refusals."""

import re
import secrets
from collections.abc import Callable

import structlog
from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import is_valid_path
from django.utils import timezone, translation

from jishi.pages import answers
from jishi.refusals.door import Refusal

GetResponse = Callable[[HttpRequest], HttpResponse]
KNOWN_NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")
LANGUAGE_COOKIE = "language"


class MomentMiddleware:
    """Reads the clock once a request, as `request.at`; everything below is told, never asks."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = timezone.now()  # type: ignore[attr-defined]
        return self.get_response(request)


class NumberMiddleware:
    """Numbers the request, as `request.number`: on error pages, in the log and in the answer's header."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        number = given if KNOWN_NUMBER.fullmatch(given) else secrets.token_hex(6)
        request.number = number  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request=number):
            response = self.get_response(request)
        response["X-Request-ID"] = number
        return response


class PolicyMiddleware(CSPMiddleware):
    """The library's header; answers that drew no nonce and ask for nothing of their own share one text."""

    _made: tuple[object, str] = (None, "")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say what the browser may load."""
        chosen = settings.CONTENT_SECURITY_POLICY
        own = "_csp_nonce" in request.__dict__ or any(name.startswith("_csp_") for name in response.__dict__)
        if own or HEADER in response or settings.DEBUG:
            return super().process_response(request, response)
        if self._made[0] is not chosen:
            self._made = (chosen, build_policy())
        response[HEADER] = self._made[1]
        # From now on a nonce would stand in no header: the library refuses to draw one.
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response


class LanguageMiddleware:
    """Speaks the person's own language, else the one chosen in this browser, else Chinese."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate(self._language(request))
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response

    def _language(self, request: HttpRequest) -> str:
        user = getattr(request, "user", None)
        chosen = (
            getattr(user, "language", "")
            if user is not None and user.is_authenticated
            else request.COOKIES.get(LANGUAGE_COOKIE, "")
        )
        return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends whoever is not signed in to the sign-in page, except from doors that check for themselves."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        if request.path_info.startswith(tuple(settings.PAGES_OWN_SIGN_IN)):
            return None
        response: HttpResponseBase | None = super().process_view(request, view_func, view_args, view_kwargs)
        if response is None or not getattr(request, "htmx", False):
            return response
        # A fragment must not swap a whole sign-in page into itself: the browser goes there instead.
        here = request.headers.get("HX-Current-URL", request.get_full_path())
        return answers.go_to_sign_in(here)


class RefusalMiddleware:
    """Turns a refusal that no view caught into its page, fragment or problem."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        return answers.answer(request, status=exception.status, text=str(exception), code=exception.code)


class FormAddressMiddleware:
    """Leads a browser that opens an address made only to be posted to, back to the page that its form stands on.

    A form that was refused is shown at that address; reloading, or speaking another language, opens it anew.
    The page is the nearest address above it; one that is for posting too leads on to the next.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        opened = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if not isinstance(response, HttpResponseNotAllowed) or not opened or getattr(request, "htmx", False):
            return response
        above = request.path_info
        while above != "/":
            above = above.rstrip("/").rpartition("/")[0] + "/"
            if is_valid_path(above):
                break
        return HttpResponseRedirect(above)
