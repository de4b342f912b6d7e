"""The address of an inlet, called by a machine of the other side; its channel checks the signature."""

from typing import Final
from uuid import UUID

import structlog
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from jishi.pages.door import PageRequest
from jishi.refusals.door import NotThere, Refusal
from zhishou.desk.actions.inlets import hear
from zhishou.desk.channels.protocol import Call
from zhishou.desk.queries.inlets import inlet_called

log = structlog.get_logger(__name__)
LARGEST: Final = 1_000_000
PLAIN: Final = "text/plain; charset=utf-8"


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def hook(request: PageRequest, uuid: UUID) -> HttpResponse:
    """Take in what a machine says; an address that is off or was never there is not there."""
    inlet = inlet_called(uuid=uuid)
    if inlet is None:
        raise NotThere
    if int(request.headers.get("Content-Length") or 0) > LARGEST or len(request.body) > LARGEST:
        return HttpResponse("too large", status=413, content_type=PLAIN)
    call = Call(
        method=request.method or "",
        query={name: str(value) for name, value in request.GET.items()},
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.body,
    )
    try:
        heard = hear(inlet=inlet, call=call, at=request.at)
    except Refusal as refusal:
        log.warning("An inlet refused what it was sent.", inlet=str(uuid), why=refusal.code)
        return HttpResponse(str(refusal), status=refusal.status, content_type=PLAIN)
    return HttpResponse(heard.answer, content_type=PLAIN)
