"""Sign-in from an outside OpenID Connect provider: it may prove who somebody is, never make an account."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhishou.people import queries


class OutsideAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # the library is untyped
    """Joins an outside identity to the account that its claim names, once; then by its subject."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Refuse: accounts come by invitation."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account on the first visit; without one, say no more than that it did not work."""
        if sociallogin.is_existing:
            return
        person = queries.find_account(self.claimed_name(sociallogin))
        if person is None or not person.is_active:
            raise ImmediateHttpResponse(self.refusal(request))
        sociallogin.connect(request, person)

    def claimed_name(self, sociallogin: SocialLogin) -> str:
        """Return the account name or address that the provider vouches for; an unverified address is none."""
        data = sociallogin.account.extra_data
        claims = data.get("userinfo") or data.get("id_token") or data
        if settings.OIDC_CLAIM == "email" and claims.get("email_verified") is not True:
            return ""
        return str(claims.get(settings.OIDC_CLAIM) or "")

    def refusal(self, request: HttpRequest) -> HttpResponse:
        """Return the page that says that it did not work."""
        return render(request, "socialaccount/authentication_error.html", status=403)
