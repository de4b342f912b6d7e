"""A message that fails by our own fault does not stop its inlet: it is set aside whole, and tried again."""

import base64
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import structlog
from django.db import transaction
from django.db.models import F

from zhishou.desk.actions.taking_in import take_message
from zhishou.desk.models import Inlet, SetAside
from zhishou.desk.rules.channels import Incoming, IncomingFile, Nature
from zhishou.desk.rules.inlets import next_attempt

log = structlog.get_logger(__name__)
MOST_AT_ONCE: Final = 20
_TEXTS: Final = ("reference", "words", "subject", "sender_name", "sender_address", "trouble", "recording")


def set_aside(*, inlet: Inlet, incoming: Incoming, memory: str | None, error: Exception, at: datetime) -> None:
    """Keep a message that could not be taken in, so that the next one can."""
    with transaction.atomic():
        if memory is not None:
            Inlet.objects.filter(pk=inlet.pk).update(memory=memory)
        SetAside.objects.get_or_create(
            inlet=inlet,
            reference=_storable(incoming.reference)[:250],
            defaults={
                "sender_address": _storable(incoming.sender_address)[:254],
                "subject": _storable(incoming.subject)[:500],
                "message": as_text(incoming),
                "fault": _said(error),
                "set_aside_at": at,
                "next_try_at": next_attempt(attempts=1, at=at),
            },
        )


def try_again(*, inlet: Inlet, clock: Callable[[], datetime], at_once: bool = False) -> int:
    """Take in what was set aside and is due, or all of it; returns how much was."""
    rows = SetAside.objects.filter(inlet=inlet)
    due = rows if at_once else rows.filter(next_try_at__lte=clock())
    taken = 0
    for row in due.order_by("next_try_at", "id")[:MOST_AT_ONCE]:
        try:
            with transaction.atomic():
                take_message(inlet=inlet, incoming=from_text(row.message), at=clock())
                row.delete()
        except Exception as error:
            log.exception("A message stays set aside.", inlet=str(inlet.uuid), reference=row.reference)
            later = next_attempt(attempts=row.attempts + 1, at=clock())
            SetAside.objects.filter(pk=row.pk).update(
                attempts=F("attempts") + 1, next_try_at=later, fault=_said(error)
            )
        else:
            taken += 1
    return taken


def as_text(incoming: Incoming) -> str:
    """Write a message down whole."""
    files = [
        {"name": one.name, "content": base64.b64encode(one.content).decode(), "content_id": one.content_id}
        for one in incoming.files
    ]
    held: dict[str, Any] = {name: getattr(incoming, name) for name in _TEXTS} | {
        "reached_at": incoming.reached_at.isoformat(),
        "thread": list(incoming.thread),
        "nature": incoming.nature.value,
        "may_acknowledge": incoming.may_acknowledge,
        "files": files,
    }
    return json.dumps(held)  # in ASCII: null bytes and halves of pairs are kept as they came


def from_text(text: str) -> Incoming:
    """Read a message as it was written down."""
    held = json.loads(text)
    files = tuple(
        IncomingFile(name=one["name"], content=base64.b64decode(one["content"]), content_id=one["content_id"])
        for one in held["files"]
    )
    return Incoming(
        **{name: held[name] for name in _TEXTS},
        reached_at=datetime.fromisoformat(held["reached_at"]),
        thread=tuple(held["thread"]),
        nature=Nature(held["nature"]),
        may_acknowledge=held["may_acknowledge"],
        files=files,
    )


def _storable(text: str) -> str:
    return text.replace("\x00", "").encode(errors="replace").decode()


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {_storable(str(error))}"[:300]
