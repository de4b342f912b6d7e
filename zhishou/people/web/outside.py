"""Sign-in from an outside OpenID Connect provider: it may prove who somebody is, never make an account."""

import logging
import secrets
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from requests import RequestException

from jishi.entrance.door import AccountAdapter
from jishi.refusals.door import NotThere
from zhishou.people import queries
from zhishou.people.models import Person

logger = logging.getLogger(__name__)
# What a provider answers that keeps to no rule: no such claim, no JSON, a key that is not there.
NONSENSE = (RequestException, KeyError, TypeError, ValueError)


class PublicAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc] # the library is untyped
    """Talks to the provider; it sends people back to the public address, whatever host a request names."""

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002 - the library's shape
        """Return where the provider sends people back to."""
        back = reverse("openid_connect_callback", kwargs={"provider_id": self.provider_id})
        return settings.PUBLIC_URL.rstrip("/") + back


class OutsideProvider(OpenIDConnectProvider):  # type: ignore[misc] # the library is untyped
    """The one outside provider of the settings."""

    oauth2_adapter_class = PublicAdapter


class OutsideAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # the library is untyped
    """Joins an outside identity to the account that its claim names, once; then by its subject."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> OutsideProvider:
        """Return the provider of the settings."""
        return OutsideProvider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Refuse: accounts come by invitation."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account on the first visit; without one, say no more than that it did not work."""
        trouble = self.trouble_of(sociallogin)
        person = sociallogin.user if sociallogin.is_existing else self.claimed_person(sociallogin)
        if trouble or person is None or not person.is_active:
            logger.warning("outside_sign_in_refused: %s", trouble or "no open account belongs to it")
            raise ImmediateHttpResponse(refusal(request))
        if not sociallogin.is_existing:
            sociallogin.connect(request, person)

    def trouble_of(self, sociallogin: SocialLogin) -> str:
        """Say what is wrong with the provider's answer: it must be to this question, and about one subject."""
        told = sociallogin.account.extra_data
        proof = told.get("id_token") or {}
        if not proof or proof.get("nonce") != sociallogin.state.get("nonce"):
            return "the answer is to another question"
        if (told.get("userinfo") or proof).get("sub") != proof.get("sub"):
            return "the answer speaks of two subjects"
        return ""

    def claimed_person(self, sociallogin: SocialLogin) -> Person | None:
        """Find the account that the provider vouches for; an unverified address is none, nor one for a name."""
        told = sociallogin.account.extra_data
        claims = told.get("userinfo") or told["id_token"]
        named = str(claims.get(settings.OIDC_CLAIM) or "")
        is_address = settings.OIDC_CLAIM == "email"
        if is_address and claims.get("email_verified") is not True:
            return None
        return queries.find_account(named) if ("@" in named) is is_address else None


def refusal(request: HttpRequest, *, status: int = HTTPStatus.FORBIDDEN) -> HttpResponse:
    """Return the page that says that it did not work."""
    return render(request, "socialaccount/authentication_error.html", status=status)


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send somebody to the provider, with a question of which only this browser knows."""
    try:
        provider = OutsideAdapter(request).get_provider(request, provider_id)
    except SocialApp.DoesNotExist as missing:
        raise NotThere from missing
    if request.method != "POST":
        return redirect("account_login")
    then = request.POST.get("next", "")
    nonce = secrets.token_urlsafe(24)
    words: dict[str, Any] = {"nonce": nonce, "auth_params": provider.get_auth_params() | {"nonce": nonce}}
    try:
        sent: HttpResponse = provider.redirect(
            request, "login", then if AccountAdapter(request).is_safe_url(then) else None, **words
        )
    except NONSENSE:
        logger.exception("outside_provider_does_not_answer")
        return refusal(request, status=HTTPStatus.BAD_GATEWAY)
    return sent


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take back whom the provider sends."""
    try:
        back: HttpResponse = OAuth2CallbackView.adapter_view(PublicAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as missing:
        raise NotThere from missing
    except NONSENSE:
        logger.exception("outside_provider_answers_nonsense")
        return refusal(request, status=HTTPStatus.BAD_GATEWAY)
    return back
