import json
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from zhishou.notify.channels.outgoing import NotAllowedThere, by_status, request, resolve, text_within
from zhishou.notify.channels.protocol import ChannelForm, Details, Letter, Receipt
from zhishou.notify.rules import Outcome

MOST_BYTES: Final = 32_000
_TOO_MANY: Final = 429
_LASTING: Final = frozenset({401, 403, 404})


class MatrixForm(ChannelForm):
    server = forms.URLField(label=_("Home server"), assume_scheme="https", help_text="https://matrix.example.org")
    room = forms.CharField(
        label=_("Room"),
        max_length=255,
        validators=[RegexValidator(r"^[!#][^/?\s]+$")],
        help_text="!abc:example.org",
    )
    token = forms.CharField(label=_("Access token"), max_length=500, widget=forms.PasswordInput)

    def clean_server(self) -> str:
        try:
            resolve(self.cleaned_data["server"])
        except NotAllowedThere as error:
            raise forms.ValidationError(str(error)) from error
        return str(self.cleaned_data["server"]).rstrip("/")


class Matrix:
    """Puts a plain text message into the room."""

    kind = "matrix"
    name = _("Matrix room")
    icon = "messages"
    form = MatrixForm

    def is_available(self) -> bool:
        return True

    def mask(self, details: Details) -> str:
        return details.get("room", "")

    def send(self, letter: Letter, *, details: Details, at: datetime) -> Receipt:  # noqa: ARG002 - the protocol's
        room, key = quote(details["room"], safe=""), quote(letter.key, safe="")
        answer = request(
            "PUT",
            f"{details['server']}/_matrix/client/v3/rooms/{room}/send/m.room.message/{key}",
            body=json.dumps({"msgtype": "m.text", "body": text_within(letter, MOST_BYTES)}).encode(),
            headers={"Authorization": f"Bearer {details['token']}", "Content-Type": "application/json"},
        )
        receipt = by_status(answer)
        if answer.status in _LASTING:
            return Receipt(outcome=Outcome.PERMANENT, answer=receipt.answer)
        asked = answer.json().get("retry_after_ms")
        if answer.status == _TOO_MANY and isinstance(asked, int):
            return Receipt(
                outcome=receipt.outcome, answer=receipt.answer, retry_after=timedelta(milliseconds=asked)
            )
        return receipt
