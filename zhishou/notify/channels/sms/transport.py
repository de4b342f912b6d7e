import re
from datetime import datetime
from pathlib import Path
from typing import Final

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from zhishou.notify.channels.outgoing import by_status, request
from zhishou.notify.channels.protocol import ChannelForm, Details, Letter, Receipt
from zhishou.notify.channels.sms import gateway
from zhishou.notify.rules import Outcome

_MOBILE: Final = r"^(1[3-9]\d{9}|\+\d{8,15})$"


class SmsForm(ChannelForm):
    mobile = forms.CharField(
        label=_("Mobile number"),
        max_length=20,
        validators=[
            RegexValidator(_MOBILE, _("Write a mobile number of eleven digits, or + and the country code."))
        ],
    )


class Sms:
    """Fills the gateway's template and sends it."""

    kind = "sms"
    name = _("Text message")
    icon = "device-mobile"
    form = SmsForm

    def is_available(self) -> bool:
        return bool(settings.SMS_GATEWAY)

    def mask(self, details: Details) -> str:
        return re.sub(r"(?<=.{3}).(?=.{4})", "•", details.get("mobile", ""))

    def send(self, letter: Letter, *, details: Details, at: datetime) -> Receipt:
        try:
            way = gateway.read(Path(settings.SMS_GATEWAY))
        except gateway.WrongGateway as error:
            return Receipt(outcome=Outcome.TEMPORARY, answer=error.said())
        filled = gateway.fill(
            way, mobile=details["mobile"], said=letter.subject, key=letter.key, link=letter.link, at=at
        )
        answer = request(filled.method, filled.url, body=filled.body, headers=filled.headers)
        receipt = by_status(answer)
        taken = not answer.failure and gateway.took_it(way, status=answer.status, text=answer.text)
        if receipt.outcome is Outcome.DELIVERED and not taken:
            return Receipt(outcome=Outcome.TEMPORARY, answer=receipt.answer)
        return receipt
