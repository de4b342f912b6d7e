"""How a ladder's facts are written: as evidence, and as events."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from jishi.live.door import announce
from zhishou.duty import events, models
from zhishou.ledger import actions as ledger
from zhishou.people.models import Person

Fact = TypeVar("Fact", bound=events.LadderFact)


def record(
    what: str,
    run: models.LadderRun,
    payload: Mapping[str, object],
    *,
    by: Person | None,
    process: str = "",
    happened_at: datetime,
    at: datetime,
) -> None:
    """Write a fact about a ladder as evidence; `happened_at` is the true moment, `at` when we wrote it."""
    announce(audience=f"engagement:{run.engagement.uuid}", news="duty")
    ledger.record(
        what=f"duty.{what}",
        about_kind="ladder",
        about_key=str(run.uuid),
        engagement=run.engagement,
        by=by,
        happened_at=happened_at,
        at=at,
        payload={
            "about_kind": run.about_kind,
            "about_key": run.about_key,
            "level": run.level,
            "cycle": run.cycle,
            **payload,
        },
        process="" if by else process or run.process or "duty",
    )


def fact_of(kind: type[Fact], run: models.LadderRun, *, happened_at: datetime, **more: object) -> Fact:
    """Make an event about a ladder."""
    return kind(
        engagement_code=run.engagement.code,
        run_uuid=str(run.uuid),
        about_kind=run.about_kind,
        about_key=run.about_key,
        level=run.level,
        happened_at=happened_at,
        **more,
    )
