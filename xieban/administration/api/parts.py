"""How the components and modules of this deployment do."""

from typing import Any

from ninja import Field, Query, Router, Schema

from jishi.api.door import Page, Paging, cut_reckoned, of_area
from jishi.health.door import Looked, PartKind, Standing, get_part, look, parts
from jishi.refusals.door import NotThere
from xieban.administration.api.callers import ProgramRequest

router = Router(tags=["parts"])


class PartOut(Schema):
    """A component or module, as it was seen just now."""

    name: str = Field(description="The same as in /ready/NAME and in the figures.")
    kind: PartKind
    words: str = Field(description="What it is called, in the caller's language.")
    standing: Standing
    reasons: list[str] = Field(description="Why not well; for people.")
    figures: dict[str, float]
    seconds: float = Field(description="Time that the look took.")


def as_part(looked: Looked) -> dict[str, Any]:
    """Say how a part was seen."""
    return {
        "name": looked.part.name,
        "kind": looked.part.kind,
        "words": str(looked.part.words),
        "standing": looked.seen.standing,
        "reasons": list(looked.seen.reasons),
        "figures": dict(looked.seen.figures),
        "seconds": looked.seconds,
    }


@router.get("/parts", response=Page[PartOut])
@of_area("parts")
def list_parts(request: ProgramRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List every component and module with how it does."""
    page, following = cut_reckoned(parts(), paging=paging, key=lambda part: part.name)
    return {"items": [as_part(look(one, at=request.at)) for one in page], "next_cursor": following}


@router.get("/parts/{name}", response=PartOut)
@of_area("parts")
def show_part(request: ProgramRequest, name: str) -> dict[str, Any]:
    """Look at one component or module."""
    part = get_part(name)
    if part is None:
        raise NotThere
    return as_part(look(part, at=request.at))
