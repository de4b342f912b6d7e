"""Sensitive changes ask once more who one is."""

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired

from zhishou.people.queries.requests import PersonRequest


def require_fresh_proof(request: PersonRequest) -> None:
    """Lead to the confirmation page unless the person proved who he is a short while ago."""
    if is_reauthentication_required(request, app="allauth.mfa"):
        raise ReauthenticationRequired
