"""The HTTP API of the platform: every area's endpoints under /api/v1."""

from datetime import datetime

from django.conf import settings

from jishi.api.door import Caller, make_api
from zhishou.contracts.api.endpoints import router as contracts


def read_token(raw: str, *, at: datetime) -> Caller | None:
    """Find the caller of a personal token."""
    del raw, at
    return None


api = make_api(
    title="Zhishou",
    version="1",
    description="The operations-and-maintenance service platform. Errors are RFC 9457 problems; lists use cursors; "
    "every POST takes an Idempotency-Key; updates take If-Match.",
    cookie=settings.SESSION_COOKIE_NAME,
    read_token=read_token,
)
api.add_router("", contracts)
