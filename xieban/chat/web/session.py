"""What the page needs to sign in to the chat server."""

from dataclasses import asdict

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xieban.chat.actions.sessions import open_session
from xieban.chat.queries.server import ChatIsAway, ServerRefuses
from xieban.directory.queries import PersonRequest


@require_safe
def session(request: PersonRequest) -> JsonResponse:
    """Say where the chat server is, and sign the person in to it."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        found = open_session(host=host, by=request.user, at=request.at)
    except (ChatIsAway, ServerRefuses):
        return JsonResponse({"reason": str(ChatIsAway())}, status=503)
    answer = JsonResponse({**asdict(found), "device_name": _("Xieban in the browser")})
    answer["Cache-Control"] = "no-store"
    return answer
