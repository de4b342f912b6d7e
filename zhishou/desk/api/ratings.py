"""Satisfaction over HTTP: rate a ticket, read its ratings, and those of the contract counted."""

from http import HTTPStatus
from uuid import UUID

from ninja import Field, Path, Query, Router, Schema, Status

from jishi.api.door import Moment, Page, Paging, cut
from zhishou.desk import actions, queries
from zhishou.desk.api.endpoints import at_the_door
from zhishou.desk.models import Rating, Ticket
from zhishou.desk.rules.ratings import Stars
from zhishou.people import queries as people
from zhishou.people.queries.requests import PersonRequest

router = Router(tags=["desk"])
router.add_decorator(at_the_door, mode="view")


class RatingIn(Schema):
    stars: Stars = Field(description="5 is very satisfied, 1 very dissatisfied.")
    words: str = Field("", max_length=4000)


class RatingOut(Schema):
    uuid: UUID
    cycle: int = Field(description="1, and one more with every reopening.")
    stars: int
    words: str
    by_name: str
    at: Moment


class StarsOut(Schema):
    stars: int
    times: int


class SatisfactionOut(Schema):
    rated: int
    low: int = Field(description="How many of one or two stars.")
    mean_hundredths: int | None = Field(description="The mean of the stars, times 100; null where nobody rated.")
    counts: list[StarsOut]


def _ticket(request: PersonRequest, code: str, number: int) -> Ticket:
    engagement = people.get_engagement(request.user, code=code, at=request.at)
    return queries.get_ticket(request.user, engagement=engagement, number=number, at=request.at)


@router.post("/tickets/{int:number}/ratings", url_name="desk_ratings", response={HTTPStatus.CREATED: RatingOut})
def rate(request: PersonRequest, code: Path[str], number: int, sent: RatingIn) -> Status[Rating]:
    """Rate a closed ticket, as whoever called it in or confirmed it; once for each time that it was closed."""
    ticket = _ticket(request, code, number)
    made = actions.rate(ticket=ticket, stars=sent.stars, words=sent.words, by=request.user, at=request.at)
    return Status(HTTPStatus.CREATED, made)


@router.get("/tickets/{int:number}/ratings", url_name="desk_ratings", response=Page[RatingOut])
def list_ratings(request: PersonRequest, code: Path[str], number: int, paging: Query[Paging]) -> dict[str, object]:
    """List the ratings of a ticket, the oldest first."""
    found = queries.ratings_of(request.user, _ticket(request, code, number), at=request.at)
    rows, following = cut(found, paging=paging, order=("id",))
    return {"items": rows, "next_cursor": following}


@router.get("/satisfaction", url_name="desk_satisfaction", response=SatisfactionOut)
def show_satisfaction(
    request: PersonRequest, code: Path[str], since: Query[Moment | None] = None
) -> dict[str, object]:
    """Count the ratings of the contract, all of them or since a moment."""
    engagement = people.get_engagement(request.user, code=code, at=request.at)
    found = queries.satisfaction_of(request.user, engagement=engagement, since=since, at=request.at)
    return {
        "rated": found.rated,
        "low": found.low,
        "mean_hundredths": found.mean_hundredths,
        "counts": [{"stars": stars.value, "times": times} for stars, times in found.counts.items()],
    }
