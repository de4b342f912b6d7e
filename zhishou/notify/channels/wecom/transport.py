import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zhishou.notify.channels.outgoing import by_code, post_json, text_within
from zhishou.notify.channels.protocol import ChannelForm, Details, Letter, Receipt

MOST_BYTES: Final = 2048
_KEY: Final = re.compile(r"(?:^|[?&]key=)([0-9A-Za-z-]{16,64})$")
_LASTING: Final = frozenset({93000, 40008, 93004})  # no such robot, wrong kind of message, robot removed
_BUSY: Final = frozenset({45009})


class WeComForm(ChannelForm):
    key = forms.CharField(
        label=_("Webhook address or key of the robot"),
        max_length=300,
        widget=forms.PasswordInput,
        help_text=_("In the group: group robots, add, then copy the webhook address."),
    )

    def clean_key(self) -> str:
        found = _KEY.search(self.cleaned_data["key"].strip())
        if not found:
            raise forms.ValidationError(_("This is not the address of a WeCom robot."))
        return found[1]


def _calm(words: str) -> str:
    """Return words that call nobody, as `<@somebody>` would."""
    return words.replace("<@", "<\u200b@")


class WeCom:
    """Posts plain text to the robot."""

    kind = "wecom"
    name = _("WeCom robot")
    icon = "message-2"
    form = WeComForm

    def is_available(self) -> bool:
        return True

    def mask(self, details: Details) -> str:
        return f"••••{details.get('key', '')[-4:]}"

    def send(self, letter: Letter, *, details: Details, at: datetime) -> Receipt:  # noqa: ARG002 - the protocol's
        text = text_within(replace(letter, subject=_calm(letter.subject), body=_calm(letter.body)), MOST_BYTES)
        content = {"msgtype": "text", "text": {"content": text}}
        answer = post_json(f"{settings.WECOM_ROBOT_URL}?key={details['key']}", content)
        return by_code(answer, field="errcode", lasting=_LASTING, busy=_BUSY)
