"""What is said to the two of a swap: asked, answered, taken back, expired."""

from datetime import datetime
from zoneinfo import ZoneInfo

from zhishou.duty import models
from zhishou.duty.models.changes import SwapState
from zhishou.notify import actions as notify
from zhishou.notify.rules import Message, Urgency
from zhishou.people.models import Person


def tell_swap(swap: models.Swap, *, to: Person, at: datetime) -> None:
    """Tell one of the two how the request stands now; somebody with a closed account is not told."""
    if not to.is_active:
        return
    roster, state = swap.roster, SwapState(swap.state)
    kind = "duty.swap_asked" if state is SwapState.ASKED else "duty.swap_answered"
    message = Message(
        kind=kind,
        words={
            "contract": roster.engagement.name,
            "tier": str(roster.tier),
            "state": state.value,
            "asked_by": swap.asked_by.name,
            "asked_of": swap.asked_of.name,
            "gives": _span(roster, swap.gives_from, swap.gives_until),
            "takes": _span(roster, swap.takes_from, swap.takes_until),
            "reason": swap.reason,
            "until": _local(roster, swap.expires_at),
        },
        urgency=Urgency.PROMPT,
        link=f"/c/{roster.engagement.code}/duty/mine/",
        dedup_key=f"duty.swap:{swap.uuid}:{state.value}",
        engagement_code=roster.engagement.code,
    )
    notify.tell(to=[to], message=message, at=at)


def _local(roster: models.Roster, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(roster.zone)):%Y-%m-%d %H:%M}"


def _span(roster: models.Roster, starts: datetime | None, ends: datetime | None) -> str:
    return f"{_local(roster, starts)} – {_local(roster, ends)}" if starts and ends else ""
