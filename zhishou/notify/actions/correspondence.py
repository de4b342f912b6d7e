"""Mails of an area's own, with somebody outside; and the hosts to which this deployment connects."""

import ipaddress
import socket

from django.utils.translation import gettext as _

from zhishou.notify.channels.mail.transport import Mail
from zhishou.notify.channels.outgoing import is_allowed
from zhishou.notify.rules import Correspondence, Outcome, Receipt


class HostRefused(OSError):
    """This deployment does not connect to that host; the message says why."""


def post_mail(letter: Correspondence) -> Receipt:
    """Hand one mail over, once, by the deployment's mail server; never raise for what the other side does."""
    mail = Mail()
    if not mail.is_available():
        return Receipt(outcome=Outcome.TEMPORARY, answer="This deployment has no mail server: ZHISHOU_MAIL_HOST.")
    return mail.post(letter)


def checked_host(host: str, port: int) -> None:
    """Refuse a host that somebody typed in and that lies where this deployment does not connect to."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise HostRefused(_("The host %(host)s is not known.") % {"host": host}) from error
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not all(is_allowed(address) for address in addresses):
        raise HostRefused(
            _("The host %(host)s lies in a network that this deployment does not send to.") % {"host": host}
        )
