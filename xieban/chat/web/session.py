"""What the page needs to sign in to the chat server."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@require_safe
def session(_request: HttpRequest) -> JsonResponse:
    """Say where the chat server is, and sign the person in to it."""
    return JsonResponse({"reason": _("There is no chat server here.")}, status=503)
