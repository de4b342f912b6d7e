"""Sensitive changes ask once more who one is."""

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest


def proved_lately(request: HttpRequest) -> bool:
    """Say whether this browser's person proved, a short while ago, who he is: sensitive changes ask for it."""
    return not is_reauthentication_required(request, app="allauth.mfa")


def require_fresh_proof(request: HttpRequest) -> None:
    """Lead to the confirmation page unless the person proved who he is a short while ago."""
    if not proved_lately(request):
        raise ReauthenticationRequired
