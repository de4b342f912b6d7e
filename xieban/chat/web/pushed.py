"""What the chat server pushes to our service: nobody else gets in."""

import hmac
import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from jishi.refusals.door import NotThere
from xieban.chat.actions.hearing import take_in
from xieban.chat.actions.parting import note_parting
from xieban.chat.actions.reading import note_read
from xieban.chat.queries.keys import keys

LARGEST = 32_000_000  # a hundred events of the greatest size that the protocol allows, and room to spare


@csrf_exempt
@login_not_required
@require_http_methods(["PUT"])
def transaction(request: HttpRequest, number: str) -> JsonResponse:
    """Take in what was said; the server sends it again until we say that we have it."""
    del number  # taking in twice does no harm
    known = keys()
    given = request.headers.get("Authorization", "")
    if known is None or not hmac.compare_digest(given.encode(), f"Bearer {known.push}".encode()):
        raise NotThere
    try:
        told = json.loads(request.read(LARGEST))
    except ValueError:
        return JsonResponse({"errcode": "M_NOT_JSON"}, status=400)
    events = _listed(told, "events")
    take_in(events)
    note_parting(events, at=request.at)  # type: ignore[attr-defined]  # by our middleware
    note_read(_listed(told, "ephemeral"))
    return JsonResponse({})


def _listed(told: object, name: str) -> list[dict[str, object]]:
    rows = told.get(name) if isinstance(told, dict) else None
    return [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
