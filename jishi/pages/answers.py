"""Answers that are not the page asked for: each in words, with what to do, as a page, a fragment or a problem."""

import logging
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from jishi.pages.door import Words
from jishi.refusals.door import code_of

log = logging.getLogger(__name__)


WORDS: dict[HTTPStatus, Words] = {
    HTTPStatus.BAD_REQUEST: Words(
        title=_("This request could not be understood"),
        text=_("Go back and try again. If you followed a link, it may be incomplete."),
        icon="question-mark",
    ),
    HTTPStatus.FORBIDDEN: Words(
        title=_("Your role does not allow this"),
        text=_("If you need it for your work, ask your administrator for it."),
        icon="lock",
    ),
    HTTPStatus.NOT_FOUND: Words(
        title=_("There is nothing here"),
        text=_("Either this address leads nowhere, or what lies there is not for you to see. Check the address."),
        icon="search",
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: Words(
        title=_("This address cannot be used in this way"),
        text=_("Go back and use the buttons of the page."),
        icon="ban",
    ),
    HTTPStatus.CONFLICT: Words(
        title=_("This cannot be done now"),
        text=_("Look at the present state, then decide again."),
        icon="alert-triangle",
    ),
    HTTPStatus.PRECONDITION_FAILED: Words(
        title=_("Somebody changed this in the meantime"),
        text=_("Nothing of yours was saved. Open the page again to see the new state, then repeat your change."),
        icon="versions",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Words(
        title=_("This is too large"),
        text=_("Send a smaller file, or several one after another."),
        icon="file-upload",
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY: Words(
        title=_("Something that was sent is not as it must be"),
        text=_("Go back, correct it and send it again."),
        icon="alert-circle",
    ),
    HTTPStatus.TOO_MANY_REQUESTS: Words(
        title=_("Too many tries"),
        text=_("Wait a few minutes, then try again."),
        icon="hourglass",
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: Words(
        title=_("Something broke on our side"),
        text=_("It has been recorded. Try again in a moment; if it is urgent, call the service desk."),
        icon="tool",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: Words(
        title=_("The service is not available just now"),
        text=_(
            "It is starting, or being looked after. Try again in a minute; if it is urgent, call the service desk."
        ),
        icon="plug-connected-x",
    ),
}


def _wants_problem(request: HttpRequest) -> bool:
    asked = request.headers.get("Accept", "")
    return request.path_info.startswith("/api/") or ("json" in asked and "text/html" not in asked)


def go_to_sign_in(address: str) -> HttpResponse:
    """Tell htmx to leave for the sign-in page, and to come back to `address` afterwards."""
    parts = urlsplit(address)
    back = f"{parts.path}?{parts.query}" if parts.query else parts.path
    response = HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    response["HX-Redirect"] = f"{settings.LOGIN_URL}?{urlencode({'next': back})}"
    return response


def page_of(request: HttpRequest) -> str:
    """Return the page of ours from which something was sent; the start page where the browser does not say."""
    came_from = request.headers.get("Referer", "")
    try:
        is_ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()})
    except DisallowedHost:
        return "/"
    if not is_ours:
        return "/"
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _needs_advice(status: HTTPStatus, text: str, words: Words) -> bool:
    """Whether the status has more to say; that something is not there says a refusal of its own already."""
    return bool(text) and text != str(words.text) and status != HTTPStatus.NOT_FOUND


def answer(
    request: HttpRequest, *, status: HTTPStatus, text: str = "", code: str = "", title: str = "", again: str = ""
) -> HttpResponse:
    """Answer with a status in words; `text` is the refusal's own message where there is one.

    `again` is the page to be opened again instead of the status's own advice.
    """
    words = WORDS.get(status, WORDS[HTTPStatus.INTERNAL_SERVER_ERROR])
    said = {
        "title": title or str(words.title),
        "text": text or str(words.text),
        "advice": str(words.text) if _needs_advice(status, text, words) and not again else "",
        "again": again,
        "back": "",
        "icon": words.icon,
        "status": status.value,
        "number": getattr(request, "number", ""),
    }
    if _wants_problem(request):
        return _problem(request, said, code=code or code_of(status))
    if getattr(request, "htmx", False) and not request.headers.get("HX-Boosted"):
        return _fragment(said)
    if request.method == "POST" and status < HTTPStatus.INTERNAL_SERVER_ERROR:
        said["back"] = page_of(request)
    return _page(request, said)


def _problem(request: HttpRequest, said: dict[str, object], *, code: str) -> HttpResponse:
    body = {
        "type": "about:blank",
        "title": said["title"],
        "status": said["status"],
        "detail": said["text"],
        "code": code,
        "instance": request.path,
        "request": said["number"],
    }
    return JsonResponse(body, status=said["status"], content_type="application/problem+json")


def _fragment(said: dict[str, object]) -> HttpResponse:
    html = render_to_string("pages/parts/notice.html", {**said, "kind": "danger"})
    response = HttpResponse(html, status=int(str(said["status"])))
    response["HX-Retarget"] = "#toasts"
    response["HX-Reswap"] = "beforeend"
    return response


def _page(request: HttpRequest, said: dict[str, object]) -> HttpResponse:
    status = int(str(said["status"]))
    # Where the server itself is in trouble, the shell, the database and the styles may be what broke.
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        try:
            return HttpResponse(render_to_string("pages/error.html", said, request=request), status=status)
        except Exception:
            log.exception("the shell could not be drawn around an error page")
    return HttpResponse(render_to_string("pages/error_bare.html", {**said, "request": request}), status=status)
