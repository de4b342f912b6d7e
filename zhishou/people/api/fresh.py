"""Sensitive changes ask once more who one is, over the API as on the pages."""

from jishi.api.door import Caller
from jishi.entrance.door import proved_lately
from jishi.refusals.door import NotAllowed
from zhishou.people.queries.requests import PersonRequest


class ConfirmFirst(NotAllowed):
    """Confirm first that it is you: open /account/confirm/ in this browser, then ask again."""


def require_fresh_proof(request: PersonRequest) -> None:
    """Refuse a browser whose person did not prove lately who he is; making a token has asked for that already."""
    caller = getattr(request, "auth", None)
    is_token = isinstance(caller, Caller) and not caller.is_session
    if not is_token and not proved_lately(request):
        raise ConfirmFirst
