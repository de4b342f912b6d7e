"""Which one or two of the things that may be done are likely next."""

from typing import Final

from zhishou.contracts.rules import Commitment
from zhishou.desk.queries.offers import asked_of
from zhishou.desk.rules.words import TicketState
from zhishou.desk.web.deeds.deed import Sheet

MOST: Final = 2
STOPS: Final = (
    (Commitment.PHONE, "call"),
    (Commitment.REMOTE, "remote_session"),
    (Commitment.ONSITE, "check_in"),
)
"""Which evidence the clocks of the answer wait for, in the order in which they are due."""


def likely(page: Sheet) -> tuple[str, ...]:
    """Return the names of the deeds that are likely next, the likeliest first."""
    state = page.choices.state
    if page.look.is_staff:
        return _of_staff(page, state)
    if state is TicketState.RECOVERED:
        return ("confirm", "not_yet", "note")
    return ("reopen",) if not page.choices.is_open else ("note", "urge")


def _of_staff(page: Sheet, state: TicketState) -> tuple[str, ...]:
    if not page.choices.is_open:
        return ("internal", "reopen")
    if asked_of(page.standpoint) is not None:
        return ("answer", "internal")
    if state is TicketState.RECOVERED:
        return ("close", "note", "internal")
    waits = tuple(name for commitment, name in STOPS if commitment in page.choices.running)
    hands = () if page.ticket.assignee_id == page.look.person.pk else ("take",)
    return (*hands, *waits[:1], "recovered", "note")
