import smtplib
import ssl
from datetime import datetime
from email.utils import parseaddr

from django import forms
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhishou.notify.channels.protocol import ChannelForm, Details, Letter, Receipt
from zhishou.notify.rules import Correspondence, Outcome

TIMEOUT_S = 10
_PERMANENT_FROM = 500


class MailForm(ChannelForm):
    address = forms.EmailField(label=_("Mail address"))


class Mail:
    """Sends by SMTP with Django's own connection."""

    kind = "mail"
    name = _("Mail")
    icon = "mail"
    form = MailForm

    def is_available(self) -> bool:
        return bool(settings.EMAIL_HOST)

    def mask(self, details: Details) -> str:
        local, _at, domain = details.get("address", "").partition("@")
        return f"{local[:1]}•••@{domain}"

    def send(self, letter: Letter, *, details: Details, at: datetime) -> Receipt:  # noqa: ARG002 - the protocol's
        sender = settings.DEFAULT_FROM_EMAIL
        domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
        return self.post(
            Correspondence(
                sender=sender,
                to=details["address"],
                subject=letter.subject,
                body="\n\n".join(part for part in (letter.body, letter.link) if part),
                message_id=f"<{letter.key}@{domain}>",
                headers={"Auto-Submitted": "auto-generated"},
            )
        )

    def post(self, letter: Correspondence) -> Receipt:
        """Send one mail by the deployment's server."""
        mail = EmailMessage(
            subject=" ".join(letter.subject.split()),
            body=letter.body,
            from_email=letter.sender,
            to=[letter.to],
            headers={"Message-ID": letter.message_id, **letter.headers},
            connection=get_connection(timeout=TIMEOUT_S),
        )
        try:
            mail.send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            return _refused(error)
        except ssl.SSLCertVerificationError as error:
            # Read by whoever looks at the channel: nothing left, not even unprotected.
            doubted = gettext("The mail server’s certificate is not believed (%(why)s); nothing was sent.")
            said = doubted % {"why": gettext((error.verify_message or "?").rstrip("."))}
            return Receipt(outcome=Outcome.TEMPORARY, answer=said)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            return Receipt(outcome=Outcome.TEMPORARY, answer=f"{type(error).__name__}: {error}")
        return Receipt(outcome=Outcome.DELIVERED, answer="250")


def _refused(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> Receipt:
    """4xx may go better later, and so may a refused sign-in: the operator can mend it; other 5xx never will."""
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    else:
        code, words = error.smtp_code, error.smtp_error
    said = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    lasting = code >= _PERMANENT_FROM and not isinstance(error, smtplib.SMTPAuthenticationError)
    return Receipt(outcome=Outcome.PERMANENT if lasting else Outcome.TEMPORARY, answer=f"{code} {said}")
