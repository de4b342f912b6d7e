"""The doors through which Django itself reports errors: `handler404` and its like, and the CSRF check."""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jishi.pages.answers import answer, page_of

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what cannot be understood, or is too large."""
    large = isinstance(exception, TOO_LARGE)
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if large else HTTPStatus.BAD_REQUEST
    return answer(request, status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what this role may not do."""
    del exception
    return answer(request, status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for what is not there, or not for this person."""
    del exception
    return answer(request, status=HTTPStatus.NOT_FOUND)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer after an error of ours; stands on nothing that may be broken."""
    return answer(request, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that does not carry the mark of our own page, mostly because its person signed in anew since.

    The browser fills in again what was typed, once the page is open again: it hears of it by `form-over`.
    """
    del reason
    response = answer(
        request,
        status=HTTPStatus.FORBIDDEN,
        title=gettext("This form is no longer valid"),
        text=gettext(
            "You signed in anew since the page was opened, or cookies are off. Nothing was sent. Open the page "
            "again: what you typed is filled in, but for passwords and files; look at it and send it."
        ),
        again=page_of(request),
    )
    response["HX-Trigger"] = "form-over"
    return response
