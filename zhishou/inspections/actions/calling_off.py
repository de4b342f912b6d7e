"""A round is called off, or handed to another engineer."""

import uuid
from datetime import datetime

from django.db import transaction

from jishi.refusals.door import Invalid
from zhishou.desk.rules.visits import When
from zhishou.inspections.actions.acting import RoundStandsElsewhere, write_act
from zhishou.inspections.actions.plans import NotAnInspector
from zhishou.inspections.actions.recording import file_round
from zhishou.inspections.models import Round
from zhishou.inspections.queries.plans import inspectors
from zhishou.inspections.rules.words import ALLOWED, OPEN, PLANS, ActKind, RoundState
from zhishou.people.models import Person
from zhishou.people.queries import require_role


class NeedsCause(Invalid):
    """Say in at most 500 characters why this round is called off."""


@transaction.atomic
def cancel_round(*, inspection: Round, reason: str, by: Person, at: datetime) -> None:
    """Call a round off; what the contract asks for in its week is still asked for."""
    require_role(by, inspection.engagement, PLANS, at=at)
    reason = reason.strip()
    if not reason or len(reason) > 500 or "\x00" in reason:  # noqa: PLR2004 - the column's size
        raise NeedsCause
    inspection.refresh_from_db(from_queryset=Round.objects.select_for_update(of=("self",)))
    if RoundState.CANCELLED not in ALLOWED[RoundState(inspection.state)]:
        raise RoundStandsElsewhere
    inspection.state, inspection.cancel_reason = RoundState.CANCELLED, reason
    inspection.save(update_fields=["state", "cancel_reason"])
    moment = When(was_at=at, counts_at=at, is_too_old=False)
    write_act(inspection, ActKind.CANCEL, said={"reason": reason}, moment=moment, by=by, at=at, key=uuid.uuid4())


@transaction.atomic
def hand_round(*, inspection: Round, to: Person, by: Person, at: datetime) -> None:
    """Let another engineer go on this round."""
    require_role(by, inspection.engagement, PLANS, at=at)
    if not inspectors(inspection.engagement, at=at).filter(pk=to.pk).exists():
        raise NotAnInspector
    inspection.refresh_from_db(from_queryset=Round.objects.select_for_update(of=("self",)))
    if RoundState(inspection.state) not in OPEN:
        raise RoundStandsElsewhere
    before, inspection.engineer = inspection.engineer, to
    inspection.save(update_fields=["engineer"])
    payload = {"from": str(before.uuid), "to": str(to.uuid)}
    file_round(inspection, "round_handed", by=by, happened_at=at, at=at, payload=payload)
