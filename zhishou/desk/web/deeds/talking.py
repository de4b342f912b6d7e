"""What is said on a ticket."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhishou.desk import actions
from zhishou.desk.rules.words import NoteAudience
from zhishou.desk.web.deeds.deed import Deed, Group, Sent, Sheet
from zhishou.desk.web.deeds.forms import WordsForm


def _words(
    name: str, label: Any, *, required: bool = True, most: int = 20_000
) -> Callable[[Sheet, Any], forms.Form]:
    return lambda _page, data: WordsForm(data, prefix=name, label=label, required=required, most=most)


def _note(page: Sheet, sent: Sent, audience: NoteAudience) -> object:
    return actions.add_note(
        ticket=page.ticket, audience=audience, words=sent["words"], by=page.look.person, at=page.look.at
    )


DEEDS = (
    Deed(
        name="note",
        group=Group.WORDS,
        title=_("Write a message"),
        icon="message",
        text=_("Everybody on this ticket reads this, the client too."),
        button=_("Send"),
        done=_("Everybody on this ticket can read it."),
        form=_words("note", _("Your words")),
        do=lambda page, sent: _note(page, sent, NoteAudience.EVERYBODY),
        key="n",
    ),
    Deed(
        name="internal",
        group=Group.WORDS,
        title=_("Internal note"),
        icon="lock",
        button=_("Keep the note"),
        done=_("Kept among the service team."),
        form=_words("internal", _("Your words")),
        do=lambda page, sent: _note(page, sent, NoteAudience.VENDOR),
        key="i",
        is_internal=True,
    ),
    Deed(
        name="urge",
        group=Group.WORDS,
        title=_("Ask for speed"),
        icon="bell-ringing",
        text=_("Whoever has the ticket is told at once."),
        button=_("Urge"),
        done=_("Those who work on it were told."),
        form=_words("urge", _("Why is it urgent?"), required=False, most=4000),
        do=lambda page, sent: actions.urge(
            ticket=page.ticket, words=sent["words"], by=page.look.person, at=page.look.at
        ),
        key="u",
    ),
)
