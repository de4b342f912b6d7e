"""What stands between a request and its view: whether the device is welcome, whether one factor is enough."""

from collections.abc import Callable
from http import HTTPStatus

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.entrance.addresses import address_of
from jishi.entrance.gate import gate
from jishi.entrance.proof import SIGN_IN_KEY, begin_sign_in

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
        if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, AbstractBaseUser):
            self.check_device(request, request.user)
        return self.get_response(request)

    def check_device(self, request: HttpRequest, account: AbstractBaseUser) -> None:
        """Sign the session out where its device was; note its use otherwise."""
        at = request.at  # type: ignore[attr-defined]
        uuid = request.session.get(SIGN_IN_KEY)
        if uuid is None:
            begin_sign_in(request, account)
            return
        device = gate().device(account, uuid=uuid)
        if device is None or device.ended_at:
            logout(request)
        else:
            gate().touch_device(device=device, address=address_of(request), at=at)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Let nothing but the set-up through while a required second factor is missing."""
        account = request.user
        if not isinstance(account, AbstractBaseUser) or settings.DEMO:
            return None
        match = request.resolver_match
        if match is not None and match.url_name in SET_UP:
            return None
        if any(record.get("method") == "mfa" for record in get_authentication_records(request, account)):
            return None
        if not gate().needs_second_factor(account, at=request.at) or gate().has_second_factor(account):  # type: ignore[attr-defined]
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
