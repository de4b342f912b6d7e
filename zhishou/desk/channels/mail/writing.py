"""Our answers as mails: they thread where they are read, and say that a machine wrote what a machine wrote."""

from datetime import datetime
from email.utils import formataddr

from zhishou.desk.channels.protocol import Details, Outgoing, Receipt
from zhishou.notify.actions import post_mail
from zhishou.notify.rules import Correspondence


def reply(outgoing: Outgoing, *, details: Details, at: datetime) -> Receipt:  # noqa: ARG001 - the protocol's
    """Hand an answer to the mail server of the deployment, in the mailbox's name."""
    return post_mail(letter_of(outgoing, sender=details["address"]))


def letter_of(outgoing: Outgoing, *, sender: str) -> Correspondence:
    """Return an answer as it stands in the mail."""
    more = {}
    if outgoing.answers:
        more["In-Reply-To"] = outgoing.answers
    if outgoing.thread:
        more["References"] = " ".join(outgoing.thread)
    if outgoing.is_automatic:
        more |= {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    return Correspondence(
        sender=sender,
        to=formataddr((outgoing.name, outgoing.address)) if outgoing.address.isascii() else outgoing.address,
        subject=outgoing.subject,
        body=outgoing.words,
        message_id=outgoing.key,
        headers=more,
    )
