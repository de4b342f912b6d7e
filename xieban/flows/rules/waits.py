"""Reading timer and message events; pure."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from xieban.flows.rules.faults import FaultKind
from xieban.flows.rules.model import Node, Wait
from xieban.flows.rules.names import OURS, Notes, bpmn
from xieban.flows.rules.trees import Element
from xieban.flows.rules.words import NodeKind

_LENGTH: Final = re.compile(
    r"P(?=.)(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?=.)(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,8})S)?)?"
)
TIMES: Final = frozenset({"timeDuration", "timeDate"})


def message_names(root: Element, notes: Notes) -> dict[str, str]:
    """Return the messages that the file declares, by id."""
    found = {}
    for element in root.all(bpmn("message")):
        if not element.get("id") or not element.get("name"):
            notes.add(element, FaultKind.MISSING, "id, name")
        elif element.get("id") in found:
            notes.add(element, FaultKind.TWICE, element.get("id"))
        found[element.get("id")] = element.get("name")
    return found


def read_event(element: Element, node: Node, messages: Mapping[str, str], notes: Notes) -> Node:
    """Return the node of an intermediate or boundary event, with what it waits for or says."""
    boundary = element.local == "boundaryEvent"
    if boundary:
        host, cancels = element.get("attachedToRef"), element.get("cancelActivity", "true")
        if not host:
            notes.add(element, FaultKind.MISSING, "attachedToRef")
        if cancels not in {"true", "false"}:
            notes.add(element, FaultKind.WRONG_VALUE, f"cancelActivity={cancels}")
        node = replace(node, host=host, interrupting=cancels == "true")
    timers = list(element.all(bpmn("timerEventDefinition")))
    heard = list(element.all(bpmn("messageEventDefinition")))
    if element.get(OURS + "readers") and not timers and not heard:
        return node
    if len(timers) + len(heard) != 1:
        notes.add(element, FaultKind.MISSING, "timerEventDefinition | messageEventDefinition")
        return node
    if timers:
        kind = NodeKind.BOUNDARY_TIMER if boundary else NodeKind.TIMER
        return replace(node, kind=kind, wait=_wait(element, timers[0], notes))
    kind = NodeKind.BOUNDARY_MESSAGE if boundary else node.kind
    reference = heard[0].get("messageRef")
    if reference not in messages:
        notes.add(element, FaultKind.MISSING, f"message {reference}".strip())
    return replace(node, kind=kind, message=messages.get(reference, ""))


def _wait(element: Element, timer: Element, notes: Notes) -> Wait:
    variable = element.get(OURS + "momentFrom")
    written = [child for child in timer.children if child.name.startswith(bpmn("time"))]
    for child in written:
        if child.local not in TIMES:
            notes.add(element, FaultKind.NOT_COVERED, child.local)
    if variable:
        return Wait(variable=variable)
    if len(written) != 1:
        notes.add(element, FaultKind.MISSING, "timeDuration | timeDate")
        return Wait()
    if written[0].local == "timeDate":
        return Wait(moment=_moment(element, written[0].text, notes))
    return Wait(length=_length(element, written[0].text, notes))


def _length(element: Element, text: str, notes: Notes) -> timedelta | None:
    # A modeller writes ISO 8601; SpiffWorkflow reads a quoted text, so the quotes are allowed.
    found = _LENGTH.fullmatch(text.strip("\"'"))
    if found is None:
        notes.add(element, FaultKind.WRONG_VALUE, f"timeDuration {text[:40]}")
        return None
    return timedelta(**{unit: int(count) for unit, count in found.groupdict(default="0").items()})


def _moment(element: Element, text: str, notes: Notes) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip("\"'"))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        notes.add(element, FaultKind.WRONG_VALUE, f"timeDate {text[:40]}")
        return None
    return moment
