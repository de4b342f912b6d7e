"""What is decided about the clocks, and what the parties agree about them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhishou.contracts.rules import Level, PauseReason, ServiceCode
from zhishou.desk import actions
from zhishou.desk.models import Clock
from zhishou.desk.rules.words import TicketKind
from zhishou.desk.web.deeds.deed import Deed, Group, Sent, Sheet, revision_form
from zhishou.desk.web.deeds.forms import ChoiceForm, CorrectForm, ExtendForm
from zhishou.desk.web.forms import LevelForm, PauseForm
from zhishou.desk.web.rows import commitment_name
from zhishou.people.rules import Role


def _pause_form(page: Sheet, data: Any) -> PauseForm:
    return PauseForm(
        data, revision=page.ticket.revision, language=page.look.language, reasons=page.choices.pause_for
    )


def _pause(page: Sheet, sent: Sent) -> object:
    return actions.pause_clocks(
        ticket=page.ticket,
        reason=PauseReason(sent["reason"]),
        note=sent["note"],
        by=page.look.person,
        at=page.look.at,
    )


def _level_form(page: Sheet, data: Any) -> LevelForm:
    return LevelForm(data, revision=page.ticket.revision, language=page.look.language, level=page.ticket.level)


def _level(page: Sheet, sent: Sent) -> object:
    return actions.change_level(
        ticket=page.ticket,
        level=Level(sent["level"]),
        reason=sent["reason"],
        revision=sent["revision"],
        by=page.look.person,
        at=page.look.at,
    )


def _named(page: Sheet, clocks: Iterable[Clock]) -> list[tuple[str, str]]:
    return [(str(clock.uuid), commitment_name(clock.commitment, page.look.language)) for clock in clocks]


def _clock(page: Sheet, sent: Sent) -> Clock:
    clock = next(clock for clock in page.choices.negotiable if str(clock.uuid) == sent["choice"])
    clock.ticket = page.ticket
    return clock


def _extend_form(page: Sheet, data: Any) -> ExtendForm:
    return ExtendForm(
        data,
        prefix="extend",
        revision=page.ticket.revision,
        choices=_named(page, page.choices.extendable),
        chosen=_("Which promise"),
    )


def _extend(page: Sheet, sent: Sent) -> object:
    return actions.propose_extension(
        clock=_clock(page, sent),
        within=f"{sent['amount']} {sent['unit']}",
        reason=sent["words"],
        by=page.look.person,
        at=page.look.at,
    )


def _void_form(page: Sheet, data: Any) -> ChoiceForm:
    return ChoiceForm(
        data,
        prefix="void",
        revision=page.ticket.revision,
        choices=_named(page, page.choices.negotiable),
        chosen=_("Which promise"),
        label=_("Reason"),
        help_text=_("It holds only if the client agrees; what was late by then stays late."),
    )


def _correct_form(page: Sheet, data: Any) -> CorrectForm:
    kinds = set(TicketKind) if Role.CLIENT_ADMIN in page.look.roles else page.choices.kinds
    return CorrectForm(
        data, revision=page.ticket.revision, language=page.look.language, kinds=kinds, now=page.ticket
    )


def _correct(page: Sheet, sent: Sent) -> object:
    said = actions.Said(
        kind=TicketKind(sent["kind"]),
        service_code=ServiceCode(sent["service_code"]),
        title=sent["title"],
        module=sent["module"],
    )
    return actions.correct_ticket(
        ticket=page.ticket,
        said=said,
        reason=sent["words"],
        revision=sent["revision"],
        by=page.look.person,
        at=page.look.at,
    )


DEEDS = (
    Deed(
        name="pause",
        group=Group.CLOCKS,
        title=_("Pause the clocks"),
        icon="clock-pause",
        text=_("Only the clocks that the contract lets rest for this reason."),
        button=_("Pause"),
        done=_("The clocks that may rest are paused."),
        form=_pause_form,
        do=_pause,
        key="p",
    ),
    Deed(
        name="resume",
        group=Group.CLOCKS,
        title=_("Let the clocks run again"),
        icon="clock-play",
        button=_("Resume"),
        done=_("The clocks run again."),
        form=revision_form("resume"),
        do=lambda page, _sent: actions.resume_clocks(ticket=page.ticket, by=page.look.person, at=page.look.at),
        key="p",
    ),
    Deed(
        name="level",
        group=Group.CLOCKS,
        title=_("Change the level"),
        icon="stairs-up",
        text=_("Running cycles end and new ones count from the same start: no time is given back."),
        button=_("Change"),
        done=_("The level was changed."),
        form=_level_form,
        do=_level,
        key="v",
    ),
    Deed(
        name="go",
        group=Group.CLOCKS,
        title=_("Decide to go to the client"),
        icon="route",
        text=_("The on-site clock counts from this moment."),
        button=_("Decide to go"),
        done=_("The on-site clock counts from now."),
        form=revision_form("go"),
        do=lambda page, _sent: actions.decide_to_go(ticket=page.ticket, by=page.look.person, at=page.look.at),
    ),
    Deed(
        name="extend",
        group=Group.CLOCKS,
        title=_("Propose more time"),
        icon="hourglass",
        button=_("Propose"),
        done=_("The client’s administrator is asked."),
        form=_extend_form,
        do=_extend,
    ),
    Deed(
        name="void",
        group=Group.CLOCKS,
        title=_("Propose not to judge a promise"),
        icon="ban",
        button=_("Propose"),
        done=_("The client’s administrator is asked."),
        form=_void_form,
        do=lambda page, sent: actions.propose_void(
            clock=_clock(page, sent), reason=sent["words"], by=page.look.person, at=page.look.at
        ),
    ),
    Deed(
        name="correct",
        group=Group.FAMILY,
        title=_("Correct kind, service, title"),
        icon="edit",
        text=_("Each correction stands in the history. A kind with more promises starts them from receipt."),
        button=_("Correct"),
        done=_("Corrected; the history says what it was before."),
        form=_correct_form,
        do=_correct,
        key="c",
    ),
)
