"""Where agents tell what they measured; a key that does not count is told so, and nothing else."""

import json
import math
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jishi.pages.door import PageRequest
from zhishou.systems.actions.agents import take_news
from zhishou.systems.queries.agents import agent_of_key

LARGEST: Final = 262_144
DEEPEST: Final = 12
PLAIN: Final = "text/plain; charset=utf-8"


@csrf_exempt
@login_not_required
@require_POST
def samples(request: PageRequest) -> HttpResponse:
    """Take in one document of an agent."""
    agent = agent_of_key(request.headers.get("Authorization", "").removeprefix("Bearer ").strip(), at=request.at)
    if agent is None:
        return HttpResponse("unknown key", status=401, content_type=PLAIN)
    length = request.headers.get("Content-Length") or "0"
    if not length.isdigit() or int(length) > LARGEST or len(request.body) > LARGEST:
        return HttpResponse("too large", status=413, content_type=PLAIN)
    try:
        document = json.loads(request.body)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or not _is_plain(document):
        return HttpResponse("not a JSON object", status=422, content_type=PLAIN)
    take_news(agent=agent, document=document, address=str(request.META.get("REMOTE_ADDR", ""))[:45], at=request.at)
    return HttpResponse("taken", content_type=PLAIN)


def _is_plain(value: object, depth: int = 0) -> bool:
    """Say whether a value is one that databases keep: not too deep, no null bytes, no numbers that are none."""
    if depth > DEEPEST:
        return False
    if isinstance(value, dict):
        return all(_is_plain(name, depth) and _is_plain(one, depth + 1) for name, one in value.items())
    if isinstance(value, list):
        return all(_is_plain(one, depth + 1) for one in value)
    if isinstance(value, str):
        return "\0" not in value and _is_text(value)
    return not isinstance(value, float) or math.isfinite(value)


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
