"""Finding what was said."""

from dataclasses import asdict

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from xieban.chat.queries.searching import find
from xieban.chat.queries.server import ChatIsAway
from xieban.directory.queries import PersonRequest

LONGEST_KEY = 15


@require_safe
def search(request: PersonRequest) -> JsonResponse:
    """Return messages of the person's own rooms that hold all the words."""
    before = request.GET.get("before", "")
    key = int(before) if before.isdecimal() and len(before) < LONGEST_KEY else None
    try:
        hits, following = find(
            request.user, words=request.GET.get("q", ""), room=request.GET.get("room", ""), before=key
        )
    except ChatIsAway as away:
        return JsonResponse({"reason": str(away)}, status=503)
    return JsonResponse({"results": [asdict(one) for one in hits], "next": following})
