"""What stands between a request and its view: whether the device is welcome, whether one factor is enough."""

from collections.abc import Callable
from http import HTTPStatus

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from zhishou.people import actions, queries
from zhishou.people.models import Person
from zhishou.people.web.addresses import address_of
from zhishou.people.web.proof import SIGN_IN_KEY, begin_sign_in

# What somebody may open who still has to set up his second factor.
SET_UP = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_set_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "language",
    }
)


class DeviceMiddleware:
    """Ends sessions whose device was signed out, and leads to the set-up of the second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the device of every signed-in request."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, Person):
            self.check_device(request, request.user)
        return self.get_response(request)

    def check_device(self, request: HttpRequest, person: Person) -> None:
        """Sign the session out where its device was; note its use otherwise."""
        at = request.at  # type: ignore[attr-defined]
        uuid = request.session.get(SIGN_IN_KEY)
        if uuid is None:
            begin_sign_in(request, person)
            return
        sign_in = queries.get_sign_in(person, uuid=uuid)
        if sign_in is None or sign_in.ended_at:
            logout(request)
        else:
            actions.touch_sign_in(sign_in=sign_in, address=address_of(request), at=at)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Let nothing but the set-up through while a required second factor is missing."""
        person = request.user
        if not isinstance(person, Person) or settings.DEMO:
            return None
        match = request.resolver_match
        if match is not None and match.url_name in SET_UP:
            return None
        if any(record.get("method") == "mfa" for record in get_authentication_records(request, person)):
            return None
        if not queries.needs_second_factor(person, at=request.at) or queries.has_second_factor(person):  # type: ignore[attr-defined]
            return None
        if request.path.startswith("/api/"):
            problem = {"type": "about:blank", "status": 403, "code": "SecondFactorMissing"}
            title = _("Set up a second factor first: an authenticator app or a passkey.")
            return JsonResponse(
                {**problem, "title": title},
                status=HTTPStatus.FORBIDDEN,
                content_type="application/problem+json",
            )
        return HttpResponseRedirect(reverse("mfa_index"))
