"""Sensitive changes ask once more who one is."""

from allauth.core.exceptions import ReauthenticationRequired

from zhishou.people.queries.requests import PersonRequest, proved_lately


def require_fresh_proof(request: PersonRequest) -> None:
    """Lead to the confirmation page unless the person proved who he is a short while ago."""
    if not proved_lately(request):
        raise ReauthenticationRequired
