"""Rooms on demand: about a document, a meeting, with a colleague."""

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from jishi.refusals.door import NotThere
from xieban.chat.actions.entering import open_room
from xieban.chat.queries.server import ChatIsAway, ServerRefuses
from xieban.chat.rules import pair_key
from xieban.chat.rules.names import Kind
from xieban.directory.queries import PersonRequest, get_person


@require_POST
def document(request: PersonRequest, uuid: str) -> JsonResponse:
    """Lead into the room about a document."""
    return _room(request, Kind.DOCUMENT, str(uuid))


@require_POST
def meeting(request: PersonRequest, uuid: str) -> JsonResponse:
    """Lead into the room about a meeting."""
    return _room(request, Kind.MEETING, str(uuid))


@require_POST
def person(request: PersonRequest, uuid: str) -> JsonResponse:
    """Lead into the room with a colleague."""
    other = get_person(request.user, uuid=uuid)
    if other == request.user or not other.is_active:
        raise NotThere
    return _room(request, Kind.PERSON, pair_key(str(request.user.uuid), str(other.uuid)))


def _room(request: PersonRequest, kind: Kind, key: str) -> JsonResponse:
    try:
        return JsonResponse({"room_id": open_room(kind=kind, key=key, by=request.user, at=request.at)})
    except (ChatIsAway, ServerRefuses):
        return JsonResponse({"reason": str(ChatIsAway())}, status=503)
