"""Under what people know the objects in the ledger, by kind; each kind is asked once for a whole page."""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from uuid import UUID

from zhishou.desk.queries import spoken as desk
from zhishou.duty.queries import spoken as duty
from zhishou.inspections.queries import spoken as inspections
from zhishou.people.queries import spoken as people
from zhishou.systems.queries import spoken as systems


def _by_uuid(
    ask: Callable[[int, Collection[UUID]], Mapping[UUID, str]],
) -> Callable[[int, Collection[str]], Mapping[str, str]]:
    def spoken(engagement_id: int, keys: Collection[str]) -> Mapping[str, str]:
        uuids = []
        for key in keys:
            with suppress(ValueError):
                uuids.append(UUID(key))
        return {str(uuid): name for uuid, name in ask(engagement_id, uuids).items()}

    return spoken


SPOKEN: Mapping[str, Callable[[int, Collection[str]], Mapping[str, str]]] = {
    "engagement": people.engagements_spoken,
    "inspection": _by_uuid(inspections.rounds_spoken),
    "inspection_plan": _by_uuid(inspections.plans_spoken),
    "intake": _by_uuid(desk.intakes_spoken),
    "ladder": _by_uuid(duty.ladders_spoken),
    "person": _by_uuid(people.persons_spoken),
    "roster": _by_uuid(duty.rosters_spoken),
    "system": _by_uuid(systems.systems_spoken),
    "ticket": _by_uuid(desk.tickets_spoken),
    "visit": _by_uuid(desk.visits_spoken),
}
