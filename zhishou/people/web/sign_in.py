"""The sign-in page."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.urls import reverse


class SignInView(LoginView):  # type: ignore[misc] # the library is untyped
    """Account and password, a passkey, or an outside provider where one is set."""

    def get_context_data(self, **words: Any) -> dict[str, Any]:
        """Add the outside provider, where one is set."""
        found: dict[str, Any] = super().get_context_data(**words)
        if settings.OIDC_ISSUER:
            url = reverse("openid_connect_login", kwargs={"provider_id": "outside"})
            found["outside"] = {"name": settings.OIDC_NAME, "url": url}
        return found
