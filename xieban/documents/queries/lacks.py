"""What is lacking, in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from xieban.documents.rules.elements import Lack

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LACKS: Final[Mapping[Lack, "StrPromise"]] = {
    Lack.TITLE: _("The title is missing."),
    Lack.TITLE_WITHOUT_TYPE: _("The title does not end in the document's type."),
    Lack.RECIPIENTS: _("The main recipients are missing."),
    Lack.ONE_RECIPIENT: _("A request (请示) goes to one recipient only."),
    Lack.REQUEST_IN_REPORT: _("A report must not carry a request: write a request (请示) of its own."),
    Lack.BASIS: _("The basis is missing: say by what this is written."),
    Lack.BODY: _("The text is empty."),
    Lack.UNSAVED: _("You typed something into the text that is not saved: save it, or discard it."),
    Lack.FILE_UNREADABLE: _(
        "An attachment cannot be opened (it is broken, or protected by a password), so that the archive would not"
        " take it: attach it anew so that it opens."
    ),
    Lack.REASON: _("The reason is missing."),
    Lack.MANDATORY_UNKNOWN: _(
        "No department was named yet that must countersign this matter: ask an administrator."
    ),
    Lack.PRINCIPAL_ONLY: _("What goes up is signed off by the principal leader only."),
    Lack.MUST_BE_SUBSTANTIVE: _(
        "Title, figures, attachments or more than a few characters differ from what was signed: this is a change of"
        " substance."
    ),
    Lack.MORE_THAN_MISPRINT: _(
        "Title, figures, attachments or more than a few characters differ from what was signed: put it back as it"
        " was signed."
    ),
    Lack.NOT_SIGNED: _("The text is not the one that was signed off."),
    Lack.NO_NUMBER: _("The document has no number."),
    Lack.NOT_TYPESET: _("The text was changed since it was typeset: say that there was a misprint."),
    Lack.SERIES: _("There is no series of numbers for this: an administrator must open one."),
    Lack.SEAL: _("There is no seal of this unit: an administrator must enter one."),
    Lack.TYPE: _("The document type is missing: fill in the record."),
    Lack.ONE_LEAD: _("Exactly one department leads; the others help."),
    Lack.LEADS_AND_HELPS: _("The same department cannot lead and help."),
    Lack.DUE_PAST: _("The limit lies in the past."),
    Lack.READERS: _("Name who is to read it."),
    Lack.REPLY: _("There is no reply that was sent out: link it by its number, or begin it here and send it out."),
    Lack.CRITERIA: _("Say what counts as done."),
    Lack.NO_REPLY_REASON: _("Write why no reply is needed."),
}


def words_of_lack(lack: Lack) -> str:
    """Say what is lacking, in the language that is active."""
    return str(LACKS[lack])
