import base64
import hashlib
import hmac
import re
from datetime import datetime
from typing import Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zhishou.notify.channels.outgoing import by_code, cut_to_bytes, post_json
from zhishou.notify.channels.protocol import ChannelForm, Details, Letter, Receipt

MOST_BYTES: Final = 18_000
_TOKEN: Final = re.compile(r"(?:^|/hook/)([0-9A-Za-z-]{16,64})$")
_LASTING: Final = frozenset({19001, 19021, 19022, 19024, 9499})  # no such robot, signature, address, keyword, form
_BUSY: Final = frozenset({11232, 9429})


class FeishuForm(ChannelForm):
    token = forms.CharField(
        label=_("Webhook address or token of the robot"), max_length=300, widget=forms.PasswordInput
    )
    secret = forms.CharField(
        label=_("Signing secret"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput,
        help_text=_("Only where the robot's security is set to signing."),
    )

    def clean_token(self) -> str:
        found = _TOKEN.search(self.cleaned_data["token"].strip())
        if not found:
            raise forms.ValidationError(_("This is not the address of a Feishu robot."))
        return found[1]


def signature(secret: str, *, timestamp: int) -> str:
    """Return the robot's signature: HMAC-SHA256 of nothing, keyed by the moment and the secret, in base64."""
    key = f"{timestamp}\n{secret}".encode()
    return base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()


class Feishu:
    """Posts rich text without markup to the robot: in plain text, `<at …>` would call people."""

    kind = "feishu"
    name = _("Feishu robot")
    icon = "send"
    form = FeishuForm

    def is_available(self) -> bool:
        return True

    def mask(self, details: Details) -> str:
        return f"••••{details.get('token', '')[-4:]}"

    def send(self, letter: Letter, *, details: Details, at: datetime) -> Receipt:
        lines: list[list[dict[str, str]]] = [[{"tag": "text", "text": cut_to_bytes(letter.body, MOST_BYTES)}]]
        if letter.link:
            lines.append([{"tag": "a", "text": letter.link, "href": letter.link}])
        content: dict[str, object] = {
            "msg_type": "post",
            "content": {"post": {"zh_cn": {"title": letter.subject, "content": lines}}},
        }
        if details.get("secret"):
            moment = int(at.timestamp())
            content |= {"timestamp": str(moment), "sign": signature(details["secret"], timestamp=moment)}
        answer = post_json(f"{settings.FEISHU_ROBOT_URL}/{details['token']}", content)
        return by_code(answer, field="code", lasting=_LASTING, busy=_BUSY)
