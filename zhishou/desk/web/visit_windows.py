"""What the ticket's page says of visits, and the window in which one is ordered."""

from django import forms

from zhishou.desk import queries
from zhishou.desk.models import Ticket
from zhishou.desk.rules.words import ENDED, TicketState
from zhishou.desk.web.looks import Look
from zhishou.desk.web.visit_forms import OrderForm
from zhishou.desk.web.visit_rows import VisitRow, visit_row


def visits_on(look: Look, ticket: Ticket, sent: forms.Form | None) -> dict[str, object]:
    """Return what the page needs: the visits, the order form, and what a key user's visit would draw on."""
    rows: list[VisitRow] = [visit_row(one, look.language) for one in queries.visits_of(ticket)]
    if not look.is_staff or TicketState(ticket.state) in ENDED:
        return {"visits": rows}
    return {
        "visits": rows,
        "order_form": sent or OrderForm(look=look, ticket=ticket),
        "order_opens": sent is not None,
        "quota": queries.drawn_on(look.person, engagement=look.engagement, at=look.at),
    }
