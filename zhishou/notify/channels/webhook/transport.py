import json
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.signing.door import signature
from zhishou.notify.channels.outgoing import NotAllowedThere, by_status, request, resolve
from zhishou.notify.channels.protocol import ChannelForm, Details, Letter, Receipt

SHORTEST_SECRET: Final = 16


class WebhookForm(ChannelForm):
    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")
    secret = forms.CharField(
        label=_("Signing secret"),
        min_length=SHORTEST_SECRET,
        max_length=200,
        widget=forms.PasswordInput,
        help_text=_("At least 16 characters; the receiver checks our signature with it."),
    )

    def clean_url(self) -> str:
        try:
            resolve(self.cleaned_data["url"])
        except NotAllowedThere as error:
            raise forms.ValidationError(str(error)) from error
        return str(self.cleaned_data["url"])


def body_of(letter: Letter, *, at: datetime) -> bytes:
    """Return the message as it is sent; its form is wire/notice-webhook.schema.json."""
    return json.dumps(
        {
            "key": letter.key,
            "kinds": list(letter.kinds),
            "urgency": letter.urgency,
            "engagements": list(letter.engagement_codes),
            "language": letter.language,
            "subject": letter.subject,
            "body": letter.body,
            "link": letter.link,
            "made_at": letter.made_at.astimezone(UTC).isoformat(),
            "sent_at": at.astimezone(UTC).isoformat(),
        },
        ensure_ascii=False,
    ).encode()


class Webhook:
    """Posts signed JSON."""

    kind = "webhook"
    name = _("Webhook")
    icon = "plug"
    form = WebhookForm

    def is_available(self) -> bool:
        return True

    def mask(self, details: Details) -> str:
        # The path often is a secret of its own.
        return f"{urlsplit(details.get('url', '')).hostname or ''}/••••"

    def send(self, letter: Letter, *, details: Details, at: datetime) -> Receipt:
        body, moment = body_of(letter, at=at), int(at.timestamp())
        return by_status(
            request(
                "POST",
                details["url"],
                body=body,
                headers={
                    "Content-Type": "application/json",
                    "Idempotency-Key": letter.key,
                    "Zhishou-Timestamp": str(moment),
                    "Zhishou-Signature": signature(details["secret"], timestamp=moment, body=body),
                },
            )
        )
