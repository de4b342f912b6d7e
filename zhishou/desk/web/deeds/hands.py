"""Who has the ticket in hand, which tier, and who else should look."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhishou.desk import actions
from zhishou.desk.actions.countersigns import CountersignEnded
from zhishou.desk.queries.choices import team_of
from zhishou.desk.queries.offers import asked_of, may_drop
from zhishou.desk.web.deeds.deed import Deed, Group, Sent, Sheet, revision_form
from zhishou.desk.web.deeds.forms import AnswerForm, ChoiceForm, OneOfForm
from zhishou.desk.web.rows import tier_name
from zhishou.people.models import Person
from zhishou.people.rules import Tier


def _team(page: Sheet, *, but: int | None = None) -> list[tuple[str, str]]:
    team = team_of(page.look.engagement, at=page.look.at)
    return [(str(one.uuid), one.name) for one in team if one.pk != but]


def _person(page: Sheet, uuid: str) -> Person:
    return next(one for one in team_of(page.look.engagement, at=page.look.at) if str(one.uuid) == uuid)


def _assign(page: Sheet, to: Person | None, sent: Sent) -> object:
    return actions.assign(
        ticket=page.ticket, to=to, revision=sent["revision"], by=page.look.person, at=page.look.at
    )


def _assign_form(page: Sheet, data: Any) -> OneOfForm:
    return OneOfForm(
        data,
        prefix="assign",
        revision=page.ticket.revision,
        choices=_team(page, but=page.ticket.assignee_id),
        chosen=_("Into whose hands"),
    )


def _tiers(page: Sheet) -> list[tuple[str, str]]:
    """Name the other tiers, and how often each has had the ticket: what comes back often has no good home."""
    had = [hold.tier for hold in page.ticket.tier_holds.all()]
    found = []
    for tier in Tier:
        if tier.value != page.ticket.tier:
            times = had.count(tier.value)
            again = gettext("%(tier)s (had it %(times)s times)") % {"tier": tier_name(tier), "times": times}
            found.append((tier.value, again if times else tier_name(tier)))
    return found


def _next_tier(page: Sheet) -> str:
    """Return the tier that stands next on the way up."""
    order = [tier.value for tier in Tier]
    return order[min(order.index(page.ticket.tier) + 1, len(order) - 1)]


def _hand_over_form(page: Sheet, data: Any) -> ChoiceForm:
    return ChoiceForm(
        data,
        prefix="hand_over",
        revision=page.ticket.revision,
        choices=_tiers(page),
        chosen=_("To the tier"),
        first=_next_tier(page),
        label=_("What the next tier must know"),
        help_text=_("What was seen, what was tried, what is missing. The client does not read this."),
    )


def _hand_over(page: Sheet, sent: Sent) -> object:
    return actions.hand_over(
        ticket=page.ticket,
        tier=Tier(sent["choice"]),
        note=sent["words"],
        revision=sent["revision"],
        by=page.look.person,
        at=page.look.at,
    )


def _ask_form(page: Sheet, data: Any) -> ChoiceForm:
    asked = {str(one.asked.uuid) for one in page.choices.waiting}
    team = [pair for pair in _team(page, but=page.look.person.pk) if pair[0] not in asked]
    return ChoiceForm(
        data,
        prefix="countersign",
        revision=page.ticket.revision,
        choices=team,
        chosen=_("Whom you ask"),
        label=_("What the colleague should look at"),
    )


def _ask(page: Sheet, sent: Sent) -> object:
    return actions.ask_countersign(
        ticket=page.ticket,
        asked=_person(page, sent["choice"]),
        question=sent["words"],
        revision=sent["revision"],
        by=page.look.person,
        at=page.look.at,
    )


def _answer_form(page: Sheet, data: Any) -> AnswerForm:
    form = AnswerForm(data, prefix="answer", yes=_("I agree"), no=_("I object"))
    one = asked_of(page.standpoint)
    if one is not None:
        form.fields["answer"].help_text = ""
        form.fields["words"].help_text = _("An objection says why. The colleague who asked is told.")
    return form


def _answer(page: Sheet, sent: Sent) -> object:
    one = asked_of(page.standpoint)
    if one is None:
        raise CountersignEnded
    one.ticket = page.ticket
    return actions.answer_countersign(
        countersign=one,
        agrees=sent["answer"] == "yes",
        words=sent["words"],
        by=page.look.person,
        at=page.look.at,
    )


def _drop_form(page: Sheet, data: Any) -> ChoiceForm:
    return ChoiceForm(
        data,
        prefix="drop",
        revision=page.ticket.revision,
        choices=[(str(one.uuid), one.asked.name) for one in may_drop(page.standpoint)],
        chosen=_("For whose word you wait no longer"),
        label=_("Reason"),
    )


def _drop(page: Sheet, sent: Sent) -> object:
    one = next(one for one in may_drop(page.standpoint) if str(one.uuid) == sent["choice"])
    one.ticket = page.ticket
    return actions.drop_countersign(countersign=one, reason=sent["words"], by=page.look.person, at=page.look.at)


DEEDS = (
    Deed(
        name="take",
        group=Group.HANDS,
        title=_("Take it myself"),
        icon="user-check",
        button=_("Take it myself"),
        done=_("The ticket is in your hands."),
        form=revision_form("take"),
        do=lambda page, sent: _assign(page, page.look.person, sent),
        key="t",
    ),
    Deed(
        name="assign",
        group=Group.HANDS,
        title=_("Assign"),
        icon="user-plus",
        button=_("Assign"),
        done=_("The ticket changed hands."),
        form=_assign_form,
        do=lambda page, sent: _assign(page, _person(page, sent["choice"]), sent),
        key="a",
    ),
    Deed(
        name="release",
        group=Group.HANDS,
        title=_("Give it back to the tier"),
        icon="user-x",
        button=_("Give it back to the tier"),
        done=_("The ticket is in nobody’s hands."),
        form=revision_form("release"),
        do=lambda page, sent: _assign(page, None, sent),
    ),
    Deed(
        name="hand_over",
        group=Group.HANDS,
        title=_("Hand over to another tier"),
        icon="transfer",
        button=_("Hand over"),
        done=_("The other tier has the ticket."),
        form=_hand_over_form,
        do=_hand_over,
        key="h",
        is_internal=True,
    ),
    Deed(
        name="countersign",
        group=Group.HANDS,
        title=_("Ask a colleague to countersign"),
        icon="users",
        text=_("Until the colleague has answered, the vendor does not close the ticket."),
        button=_("Ask"),
        done=_("The colleague was asked."),
        form=_ask_form,
        do=_ask,
        is_internal=True,
    ),
    Deed(
        name="answer",
        group=Group.HANDS,
        title=_("Countersign"),
        icon="writing-sign",
        button=_("Send"),
        done=_("Your word is in the history."),
        form=_answer_form,
        do=_answer,
        key="s",
        is_internal=True,
    ),
    Deed(
        name="drop",
        group=Group.HANDS,
        title=_("Drop a countersign"),
        icon="user-off",
        button=_("Wait no longer"),
        done=_("Nobody waits for that word any more."),
        form=_drop_form,
        do=_drop,
        is_internal=True,
    ),
)
