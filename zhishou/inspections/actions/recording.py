"""What inspections file as evidence, each about its plan, round or finding."""

from collections.abc import Mapping
from datetime import datetime

from jishi.live.door import announce
from zhishou.inspections.models import Round
from zhishou.ledger.actions import record
from zhishou.people.models import Person

PROCESS = "inspections"


def file_round(
    inspection: Round,
    what: str,
    *,
    by: Person | None,
    happened_at: datetime,
    at: datetime,
    payload: Mapping[str, object],
) -> None:
    """File a fact about a round, and let the open pages know."""
    record(
        what=f"inspections.{what}",
        about_kind="inspection",
        about_key=str(inspection.uuid),
        engagement=inspection.engagement,
        by=by,
        happened_at=happened_at,
        at=at,
        payload={"number": inspection.number, "key": inspection.key, "state": inspection.state, **payload},
        process="" if by else PROCESS,
    )
    announce(audience=f"engagement:{inspection.engagement.uuid}", news="inspections")
