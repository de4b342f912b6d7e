"""What is new in a mailbox, by IMAP; every message is kept by us before the server hears that it was seen."""

import imaplib
import re
import ssl
from collections.abc import Generator
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from jishi.mail.door import UnreadableAuthority, trust
from zhishou.desk.channels.mail.headers import is_address
from zhishou.desk.channels.mail.reading import read, too_large
from zhishou.desk.channels.mail.texts import decode
from zhishou.desk.channels.protocol import Details, Found, InletForm
from zhishou.desk.rules.channels import Incoming
from zhishou.notify.actions import checked_host

TIMEOUT_S: Final = 20
LARGEST: Final = 40_000_000
ITEMS: Final = "(UID INTERNALDATE RFC822.SIZE)"
# NetEase and Tencent let nobody in who does not say which programme he is.
WHO: Final = '("name" "zhishou" "version" "1" "vendor" "zhishou")'


class MailboxTrouble(OSError):
    """The mailbox could not be looked into; the message says why."""


class MailboxForm(InletForm):
    """Where the mailbox is, and as whom we look into it."""

    secrets = frozenset({"password"})

    address = forms.CharField(label=_("Mail address"), max_length=190, help_text=_("Answers come from here."))
    host = forms.CharField(label=_("IMAP server"), max_length=200)
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65_535, initial=993)
    security = forms.ChoiceField(
        label=_("Encryption"),
        choices=[("tls", "TLS"), ("starttls", "STARTTLS"), ("none", _("None, only inside one's own network"))],
        initial="tls",
    )
    user = forms.CharField(label=_("User name"), max_length=190)
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Many providers want an authorisation code made for programs. Empty: as it was."),
    )
    folder = forms.CharField(label=_("Folder"), max_length=200, initial="INBOX")

    def clean_address(self) -> str:
        """Refuse what cannot be answered from."""
        address = str(self.cleaned_data["address"]).strip()
        if not is_address(address) or not address.isascii():
            raise forms.ValidationError(_("This is not a mail address."), code="address")
        return address


def shown(details: Details) -> str:
    """Return what names the mailbox."""
    return details["address"]


def look(*, details: Details, memory: str, at: datetime) -> Generator[Found, None, None]:  # noqa: ARG001 - the protocol's
    """Yield what is new, oldest first; a message that was yielded is marked as seen when the next is asked for."""
    try:
        yield from _look(details, memory=memory)
    except (ImapToolsError, imaplib.IMAP4.error, ssl.SSLError, UnicodeError, EOFError) as error:
        raise MailboxTrouble(_said(error, secret=details.get("password", ""))) from error


def _said(error: Exception, *, secret: str) -> str:
    """Return what the server said, in its own words where it said any."""
    answer = getattr(error, "command_result", None)
    words = [decode(one) for one in answer[1] if isinstance(one, bytes)] if answer else [str(error)]
    said = " ".join(" ".join(words).split())[:400]
    return (said.replace(secret, "••••") if secret else said) or type(error).__name__


def _look(details: Details, *, memory: str) -> Generator[Found, None, None]:
    mailbox = _enter(details)
    try:
        status = mailbox.folder.status(details["folder"], ["UIDVALIDITY"])
        validity = str(status["UIDVALIDITY"])
        before, _colon, last = memory.partition(":")
        # Another validity: the numbers begin anew. What we have is known by its id, so that nothing comes twice.
        known = int(last) if before == validity and last.isdigit() else 0
        for uid in _new_uids(mailbox, known=known):
            message = _fetch(mailbox, uid, own=details["address"])
            if message is not None:
                yield Found(message=message, memory=f"{validity}:{uid}")
                with suppress(ImapToolsError, imaplib.IMAP4.error):  # kept already; a folder may be read only
                    mailbox.flag([str(uid)], ["\\Seen"], True)
    finally:
        with suppress(ImapToolsError, imaplib.IMAP4.error, OSError):
            mailbox.logout()


def _trust() -> ssl.SSLContext:
    try:
        return trust()
    except UnreadableAuthority as error:
        raise MailboxTrouble(f"ZHISHOU_{error}") from error


def _enter(details: Details) -> BaseMailBox:
    host, port = details["host"], int(details["port"])
    checked_host(host, port)
    mailbox: BaseMailBox
    if details["security"] == "tls":
        mailbox = MailBox(host, port, timeout=TIMEOUT_S, ssl_context=_trust())
    elif details["security"] == "starttls":
        mailbox = MailBoxStartTls(host, port, timeout=TIMEOUT_S, ssl_context=_trust())
    else:
        mailbox = MailBoxUnencrypted(host, port, timeout=TIMEOUT_S)
    try:
        _sign_in(mailbox, details)
    except BaseException:
        mailbox.client.shutdown()
        raise
    return mailbox


def _sign_in(mailbox: BaseMailBox, details: Details) -> None:
    user, password = details["user"], details["password"]
    plain = user.isascii() and password.isascii()
    login = mailbox.login if plain else mailbox.login_utf8
    login(user, password, initial_folder=None)
    if "ID" in mailbox.client.capabilities:
        imaplib.Commands.setdefault("ID", ("AUTH", "SELECTED"))
        mailbox.client._simple_command("ID", WHO)  # noqa: SLF001 - imaplib knows no ID
    mailbox.folder.set(details["folder"])


def _new_uids(mailbox: BaseMailBox, *, known: int) -> list[int]:
    """Return the numbers above the last one that we have; `n:*` names the last message even where it is below n."""
    found = [int(uid) for uid in mailbox.uids(f"UID {known + 1}:*")]
    return sorted(uid for uid in found if uid > known)


def _fetch(mailbox: BaseMailBox, uid: int, *, own: str) -> Incoming | None:
    """Read one message without marking it; None where somebody removed it meanwhile."""
    about = _ask(mailbox, uid, ITEMS)
    if about is None:
        return None
    reached_at, size = _internal_date(about), _size(about)
    part = "(BODY.PEEK[])" if size <= LARGEST else "(BODY.PEEK[HEADER])"
    held = _ask(mailbox, uid, part)
    raw = next((bytes(one[1]) for one in held or () if isinstance(one, tuple)), None)
    if raw is None:
        return None
    if size > LARGEST:
        return too_large(raw, own=own, reached_at=reached_at, size=size)
    return read(raw, own=own, reached_at=reached_at)


def _ask(mailbox: BaseMailBox, uid: int, what: str) -> list[Any] | None:
    kind, found = mailbox.client.uid("fetch", str(uid), what)
    if kind != "OK":
        raise MailboxTrouble(f"FETCH {uid}: {kind}")
    return None if not found or found[0] is None else list(found)


def _flat(found: list[Any]) -> str:
    return " ".join(
        (one[0] if isinstance(one, tuple) else one).decode(errors="replace")
        for one in found
        if isinstance(one, bytes | tuple)
    )


def _size(found: list[Any]) -> int:
    size = re.search(r"RFC822\.SIZE (\d+)", _flat(found))
    return int(size[1]) if size else 0


def _internal_date(found: list[Any]) -> datetime:
    """Return when the server received the message: that is when it reached us, whatever the sender's clock says."""
    named = re.search(r'INTERNALDATE "\s*(\d{1,2})-(\w{3})-(\d{4}) (\d\d:\d\d:\d\d) ([+-]\d{4})"', _flat(found))
    if named is None:
        raise MailboxTrouble("The server does not say when a message reached it.")
    return parsedate_to_datetime(f"{named[1]} {named[2]} {named[3]} {named[4]} {named[5]}").astimezone(UTC)
