"""Xieban as an OpenID Connect provider: one account opens the chat server and other systems of the house.

The protocol is the account library's; ours are the issuer, what is told of a person, the key, and who may ask.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Literal
from urllib.parse import urlsplit

from allauth.core.internal.jwkkit import load_jwk_from_pem
from allauth.idp.oidc import views
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client, PrivateKey
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.views.decorators.http import require_safe

from xieban.directory import queries
from xieban.directory.models import Person


class ProviderAdapter(DefaultOIDCAdapter):  # type: ignore[misc] # the library is untyped
    """What the library asks: our public address, the key, and what a client learns of a person."""

    def get_issuer(self) -> str:
        """Return the public address, whatever host a request names."""
        return str(settings.PUBLIC_URL)

    def list_private_keys(self, **_filters: Literal[True] | None) -> list[PrivateKey]:
        """Return the one key of this deployment."""
        return [PrivateKey(pem=queries.provider_key())]

    def get_user_sub(self, client: Client, user: Person) -> str:  # noqa: ARG002 - the library's shape
        """Name a person by what never changes."""
        return str(user.uuid)

    def get_user_by_sub(self, client: Client, sub: str) -> Person | None:  # noqa: ARG002 - as above
        """Find the person again; a closed account is nobody's."""
        person = queries.person_of_event(uuid=sub)
        return person if person and person.is_active else None

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],  # noqa: ARG002 - as above
        user: Person,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,  # noqa: ARG002 - as above
        **_more: Any,
    ) -> dict[str, Any]:
        """Say who it is; the e-mail address is as good as verified, because the administrator entered it."""
        claims: dict[str, Any] = {"sub": self.get_user_sub(client, user)}
        if "profile" in scopes:
            claims |= {"name": user.name, "preferred_username": user.username, "locale": user.language}
        if "email" in scopes and user.email:
            claims |= {"email": user.email, "email_verified": True}
        return claims


def _absolute(name: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name)}"


@login_not_required
@require_safe
def configuration(_request: HttpRequest) -> HttpResponse:
    """Say what is served here, and no more."""
    return JsonResponse(
        {
            "issuer": settings.PUBLIC_URL,
            "authorization_endpoint": _absolute("idp:oidc:authorization"),
            "token_endpoint": _absolute("idp:oidc:token"),
            "userinfo_endpoint": _absolute("idp:oidc:userinfo"),
            "revocation_endpoint": _absolute("idp:oidc:revoke"),
            "jwks_uri": _absolute("idp:oidc:jwks"),
            "scopes_supported": ["openid", "profile", "email"],
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": list(settings.IDP_OIDC_AUTH_METHODS),
        }
    )


@login_not_required
@require_safe
def jwks(_request: HttpRequest) -> HttpResponse:
    """Publish the public half of the key, by which clients see that we signed; pages of other hosts may read it."""
    lasts = f"max-age={ProviderAdapter().get_jwks_cache_control()}, must-revalidate"
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": lasts}
    return JsonResponse({"keys": [_public_half(queries.provider_key())]}, headers=headers)


@cache
def _public_half(pem: str) -> dict[str, Any]:
    # To read a private key is to prove its primes: a tenth of a second, for whoever asks without signing in.
    public, _private = load_jwk_from_pem(pem)
    return dict(public)


class LeadingBackMiddleware:
    """Lets a browser follow a form of ours to the client that sent it here: its policy must name it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(settings.LOGIN_URL):
            parts = [urlsplit(one) for one in queries.client_addresses()]
            origins = sorted({f"{one.scheme}://{one.netloc}" for one in parts})
            if origins:
                response._csp_update = {"form-action": origins}  # type: ignore[attr-defined] # django-csp reads it  # noqa: SLF001
        return response


_oidc: list[URLPattern | URLResolver] = [
    path(".well-known/openid-configuration", configuration, name="configuration"),
    path(".well-known/jwks.json", jwks, name="jwks"),
    path("identity/authorize", views.authorization, name="authorization"),
    path("identity/token", views.token, name="token"),
    path("identity/userinfo", views.user_info, name="userinfo"),
    path("identity/revoke", views.revoke, name="revoke"),
]
# The library looks its addresses up under these two names.
urlpatterns: list[URLPattern | URLResolver] = [path("", include(([path("", include((_oidc, "oidc")))], "idp")))]
