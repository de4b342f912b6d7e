"""It works again, or not; the ticket ends, or begins anew."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhishou.desk import actions
from zhishou.desk.web.deeds.deed import Deed, Group, Saying, Sent, Sheet
from zhishou.desk.web.deeds.forms import SaidForm, SinceForm


def _said(name: str, label: Any) -> Callable[[Sheet, Any], forms.Form]:
    return lambda page, data: SaidForm(data, prefix=name, revision=page.ticket.revision, label=label)


def _since_form(page: Sheet, data: Any, *, name: str, label: Any) -> SinceForm:
    return SinceForm(
        data,
        prefix=name,
        revision=page.ticket.revision,
        label=label,
        reached_at=page.ticket.reached_at,
        since=page.ticket.recovered_at if name == "confirm" else None,
    )


def _given(page: Sheet, sent: Sent) -> dict[str, Any]:
    return {
        "ticket": page.ticket,
        "revision": sent["revision"],
        "by": page.look.person,
        "at": page.look.at,
    }


DEEDS = (
    Deed(
        name="recovered",
        group=Group.ENDING,
        title=_("Mark as recovered"),
        icon="check",
        text=_("The caller is asked to confirm. No clock stops by this: the client’s answer decides."),
        button=_("Ask for confirmation"),
        done=_("The caller is asked to confirm."),
        form=lambda page, data: _since_form(
            page, data, name="recovered", label=_("What was done, and how the client can see it")
        ),
        do=lambda page, sent: actions.mark_recovered(
            words=sent["words"], works_since=sent["works_since"], **_given(page, sent)
        ),
        key="r",
        fulfilled=Saying(
            title=_("Mark as done"),
            text=_("The caller is asked to confirm. No clock stops by this: the client’s answer decides."),
            button=_("Ask for confirmation"),
        ),
    ),
    Deed(
        name="confirm",
        group=Group.ENDING,
        title=_("Confirm recovery"),
        icon="checks",
        text=_("You confirm for the client that it works, and since when. The ticket closes."),
        button=_("Confirm recovery"),
        done=_("Thank you. The ticket is closed."),
        form=lambda page, data: _since_form(page, data, name="confirm", label=_("What works again or is done")),
        do=lambda page, sent: actions.confirm_recovery(
            words=sent["words"], works_since=sent["works_since"], **_given(page, sent)
        ),
        key="y",
        fulfilled=Saying(
            title=_("Confirm that it is done"),
            text=_("You confirm for the client that it is done, and since when. The ticket closes."),
            button=_("Confirm that it is done"),
        ),
    ),
    Deed(
        name="not_yet",
        group=Group.ENDING,
        title=_("It does not work yet"),
        icon="x",
        text=_("The work goes on, and the clocks are judged as if nobody had said that it works."),
        button=_("Say that it does not"),
        done=_("Thank you. The work goes on."),
        form=_said("not_yet", _("What does not work or is missing")),
        do=lambda page, sent: actions.say_not_yet(words=sent["words"], **_given(page, sent)),
        fulfilled=Saying(
            title=_("It is not done yet"),
            text=_("The work goes on, and the clocks are judged as if nobody had said that it is done."),
            button=_("Say that it is not"),
        ),
    ),
    Deed(
        name="close",
        group=Group.ENDING,
        title=_("Close without an answer"),
        icon="lock",
        text=_("The client did not answer: what he would have decided is judged for neither party."),
        button=_("Close"),
        done=_("The ticket is closed."),
        form=_said("close", _("Reason")),
        do=lambda page, sent: actions.close_ticket(reason=sent["words"], **_given(page, sent)),
    ),
    Deed(
        name="reopen",
        group=Group.ENDING,
        title=_("Reopen"),
        icon="repeat",
        text=_("Recovery and its cap count anew from now; earlier outcomes stay."),
        button=_("Reopen"),
        done=_("The ticket is open again; its clocks run."),
        form=_said("reopen", _("Reason")),
        do=lambda page, sent: actions.reopen(reason=sent["words"], **_given(page, sent)),
        key="o",
        fulfilled=Saying(title=_("Reopen"), text=_("The work goes on; earlier outcomes stay."), button=_("Reopen")),
    ),
    Deed(
        name="withdraw",
        group=Group.ENDING,
        title=_("Withdraw"),
        icon="arrow-back-up",
        text=_("What runs is void; what was late stays late."),
        button=_("Withdraw"),
        done=_("The ticket was withdrawn."),
        form=_said("withdraw", _("Reason")),
        do=lambda page, sent: actions.withdraw(reason=sent["words"], **_given(page, sent)),
    ),
)
