import base64
import hashlib
import hmac
import re
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zhishou.notify.channels.outgoing import by_code, post_json, text_within
from zhishou.notify.channels.protocol import ChannelForm, Details, Letter, Receipt

MOST_BYTES: Final = 20_000
_TOKEN: Final = re.compile(r"(?:^|[?&]access_token=)([0-9A-Za-z]{16,128})$")
_LASTING: Final = frozenset({300001, 300005, 310000, 40035, 400101})  # no such robot, signature, keyword, address
_BUSY: Final = frozenset({130101, 130102, 410100})


class DingTalkForm(ChannelForm):
    token = forms.CharField(
        label=_("Webhook address or token of the robot"), max_length=300, widget=forms.PasswordInput
    )
    secret = forms.CharField(
        label=_("Signing secret"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput,
        help_text=_("Begins with SEC; only where the robot's security is set to signing."),
    )

    def clean_token(self) -> str:
        found = _TOKEN.search(self.cleaned_data["token"].strip())
        if not found:
            raise forms.ValidationError(_("This is not the address of a DingTalk robot."))
        return found[1]


def signature(secret: str, *, timestamp_ms: int) -> str:
    """Return the robot's signature: HMAC-SHA256 of the moment and the secret, in base64."""
    words = f"{timestamp_ms}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), words, hashlib.sha256).digest()).decode()


class DingTalk:
    """Posts plain text to the robot."""

    kind = "dingtalk"
    name = _("DingTalk robot")
    icon = "message"
    form = DingTalkForm

    def is_available(self) -> bool:
        return True

    def mask(self, details: Details) -> str:
        return f"••••{details.get('token', '')[-4:]}"

    def send(self, letter: Letter, *, details: Details, at: datetime) -> Receipt:
        asked = {"access_token": details["token"]}
        if details.get("secret"):
            moment = int(at.timestamp() * 1000)
            asked |= {"timestamp": str(moment), "sign": signature(details["secret"], timestamp_ms=moment)}
        content = {"msgtype": "text", "text": {"content": text_within(letter, MOST_BYTES)}}
        answer = post_json(f"{settings.DINGTALK_ROBOT_URL}?{urlencode(asked)}", content)
        return by_code(answer, field="errcode", lasting=_LASTING, busy=_BUSY)
