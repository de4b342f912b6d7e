"""Answers as JSON: what an answer holds, and how it is written."""

import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder
from pydantic import BaseModel


class Answer(BaseModel):
    """What an answer holds, made from a dictionary of plain values.

    For long lists: the library's own `Schema` looks every value of every row up as a template would.
    """


class Renderer(JSONRenderer):
    """Writes Chinese as it is and no blanks, moments as the library writes them."""

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:  # noqa: ARG002 - the base's shape
        """Return the text of an answer."""
        return json.dumps(data, default=_plain, ensure_ascii=False, separators=(",", ":"))


_ENCODER: Final = NinjaJSONEncoder()


def _plain(value: object) -> Any:
    if type(value) is datetime:
        return _moment(value)
    return str(value) if type(value) is UUID else _ENCODER.default(value)


def _moment(value: datetime) -> str:
    """Write a moment to the millisecond, UTC as Z."""
    text = value.isoformat(timespec="milliseconds" if value.microsecond else "auto")
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text
