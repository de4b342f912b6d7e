"""The HTTP API of the platform: every area's endpoints under /api/v1."""

from datetime import datetime

from django.conf import settings

from jishi.api.door import Caller, make_api
from zhishou.contracts.api.endpoints import router as contracts
from zhishou.desk.api.alerts import router as desk_alerts
from zhishou.desk.api.deeds import router as desk_deeds
from zhishou.desk.api.endpoints import router as desk
from zhishou.desk.api.files import router as desk_files
from zhishou.desk.api.ratings import router as desk_ratings
from zhishou.desk.api.visits import router as desk_visits
from zhishou.duty.api import endpoints as duty
from zhishou.inspections.api.endpoints import router as inspections
from zhishou.ledger.api.endpoints import router as ledger
from zhishou.notify.api.endpoints import router as notify
from zhishou.people import actions
from zhishou.people.api.endpoints import router as people
from zhishou.systems.api.endpoints import faulty_profile
from zhishou.systems.api.endpoints import router as systems
from zhishou.systems.rules.reading import WrongProfile
from zhishou.watch.api.endpoints import router as watch
from zhishou.watch.api.quiet import router as watch_quiet


def read_token(raw: str, *, at: datetime) -> Caller | None:
    """Find the caller of a personal token."""
    bearer = actions.use_token(raw=raw, at=at)
    return Caller(person=bearer.person, scopes=bearer.scopes) if bearer else None


api = make_api(
    title="Zhishou",
    version="1",
    description="The operations-and-maintenance service platform. Errors are RFC 9457 problems; lists use cursors; "
    "every POST takes an Idempotency-Key; updates take If-Match.",
    cookie=settings.SESSION_COOKIE_NAME,
    read_token=read_token,
)
api.add_router("", contracts)
api.add_router("", people)
api.add_router("/engagements/{code}/duty", duty.router)
api.add_router("/engagements/{code}", desk)
api.add_router("/engagements/{code}", desk_files)
api.add_router("/engagements/{code}", desk_alerts)
api.add_router("/engagements/{code}", desk_visits)
api.add_router("/engagements/{code}", desk_ratings)
api.add_router("/engagements/{code}", desk_deeds)
api.add_router("/engagements/{code}/inspections", inspections)
api.add_router("/engagements/{code}/ledger", ledger)
api.add_router("/engagements/{code}/systems", systems)
api.add_router("/engagements/{code}", watch)
api.add_router("/engagements/{code}", watch_quiet)
api.add_router("", notify)
api.add_exception_handler(WrongProfile, faulty_profile)
