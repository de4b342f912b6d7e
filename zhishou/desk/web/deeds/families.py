"""Tickets that belong together."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhishou.desk import actions
from zhishou.desk.web.deeds.deed import Deed, Group, Sent, Sheet, revision_form
from zhishou.desk.web.deeds.forms import MergeForm, NumberForm, OneOfForm


def _under(page: Sheet, sent: Sent) -> object:
    return actions.put_under(
        ticket=page.ticket,
        parent=sent.get("number"),
        revision=sent["revision"],
        by=page.look.person,
        at=page.look.at,
    )


def _unlink_form(page: Sheet, data: Any) -> OneOfForm:
    numbers = [(str(number), f"#{number}") for number in page.choices.linked]
    return OneOfForm(
        data, prefix="unlink", revision=page.ticket.revision, choices=numbers, chosen=_("Linked ticket")
    )


def _merge(page: Sheet, sent: Sent) -> object:
    return actions.merge(
        ticket=page.ticket,
        into=sent["number"],
        reason=sent["words"],
        revision=sent["revision"],
        by=page.look.person,
        at=page.look.at,
    )


DEEDS = (
    Deed(
        name="under",
        group=Group.FAMILY,
        title=_("Put under a parent"),
        icon="sitemap",
        text=_("The parent cannot end before this ticket."),
        button=_("Put under it"),
        done=_("The ticket has a parent."),
        form=lambda page, data: NumberForm(data, prefix="under", revision=page.ticket.revision),
        do=_under,
    ),
    Deed(
        name="out",
        group=Group.FAMILY,
        title=_("Take out of the parent"),
        icon="logout",
        button=_("Take out of the parent"),
        done=_("The ticket has no parent any more."),
        form=revision_form("out"),
        do=_under,
    ),
    Deed(
        name="link",
        group=Group.FAMILY,
        title=_("Link a ticket"),
        icon="link",
        button=_("Link"),
        done=_("The tickets are linked."),
        form=lambda page, data: NumberForm(data, prefix="link", revision=page.ticket.revision),
        do=lambda page, sent: actions.link(
            ticket=page.ticket, to=sent["number"], by=page.look.person, at=page.look.at
        ),
        key="l",
    ),
    Deed(
        name="unlink",
        group=Group.FAMILY,
        title=_("Take a link back"),
        icon="switch-horizontal",
        button=_("Unlink"),
        done=_("The link was taken back."),
        form=_unlink_form,
        do=lambda page, sent: actions.unlink(
            ticket=page.ticket, to=int(sent["choice"]), by=page.look.person, at=page.look.at
        ),
    ),
    Deed(
        name="merge",
        group=Group.FAMILY,
        title=_("Merge into an older ticket"),
        icon="layers-linked",
        text=_("For two tickets about the same. Nothing is lost, and the clocks follow the older one."),
        button=_("Merge"),
        done=_("Merged; this is the older ticket’s number now."),
        form=lambda page, data: MergeForm(data, prefix="merge", revision=page.ticket.revision),
        do=_merge,
        key="m",
    ),
)
