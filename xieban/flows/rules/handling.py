"""Reading our own attributes: who handles a node, what is allowed there, what is filled in; pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from jishi.calendars.door import Duration, WrongDuration
from xieban.flows.rules.expressions import Expression, WrongExpression, read_expression
from xieban.flows.rules.faults import FaultKind
from xieban.flows.rules.model import Field, FieldKind, Handling, Loop, Who, WhoKind
from xieban.flows.rules.names import OURS, Notes, bpmn
from xieban.flows.rules.trees import Element
from xieban.flows.rules.words import DECLARED, Decision, Nature, ReturnTo, Verb

NAMED: Final = frozenset(WhoKind) - {WhoKind.STARTER, WhoKind.HEAD_OF_STARTER, WhoKind.LEADER_OF_STARTER}
LOOPS: Final = frozenset({"loopCardinality", "completionCondition"})
FIELD_ATTRIBUTES: Final = frozenset({"name", "label", "kind", "options", "required"})
MOST_SEATS: Final = 200
_Word = TypeVar("_Word", bound=StrEnum)


def handling_of(element: Element, notes: Notes) -> Handling:
    """Return how a user task is handled."""
    who = whose(element, "who", notes)
    if not who:
        notes.add(element, FaultKind.MISSING, "xieban:who")
    may = frozenset(_words(element, "may", Verb, notes))
    for verb in may - DECLARED:
        notes.add(element, FaultKind.WRONG_VALUE, f"xieban:may={verb}")
    returns = frozenset(_words(element, "returns", ReturnTo, notes))
    if bool(returns) != (Verb.RETURN in may):
        notes.add(element, FaultKind.MISSING, "xieban:may=return + xieban:returns")
    natures = _words(element, "nature", Nature, notes)
    return Handling(
        who=who,
        may=may,
        returns=returns,
        straight_back=_yes(element, OURS + "straightBack", "xieban:straightBack", notes),
        decisions=_words(element, "decisions", Decision, notes) or (Decision.DONE,),
        nature=natures[0] if natures else Nature.HANDLE,
        deadline=_deadline(element, notes),
        deadline_from=element.get(OURS + "deadlineFrom"),
        fields=_fields(element, "field", notes),
        edits=frozenset(element.get(OURS + "edits").split()),
        loop=_loop(element, notes),
    )


def readers_of(element: Element, notes: Notes) -> tuple[Who, ...]:
    """Return who gets a thing to read when it passes an event."""
    return whose(element, "readers", notes)


def variables_of(scope: Element, notes: Notes, *, known: Mapping[str, FieldKind]) -> dict[str, FieldKind]:
    """Return the variables that a process declares beside the fields of its nodes."""
    found: dict[str, FieldKind] = {}
    for one in _fields(scope, "variable", notes):
        if known.get(one.name, one.kind) is not one.kind or one.name in found:
            notes.add(scope, FaultKind.TWICE, one.name)
        found[one.name] = one.kind
    return found


def whose(element: Element, attribute: str, notes: Notes) -> tuple[Who, ...]:
    """Return an expression of who: words like `starter role:clerk people:countersigners`."""
    found = []
    for word in element.get(OURS + attribute).split():
        kind, _, name = word.partition(":")
        if kind not in set(WhoKind) or (kind in NAMED) != bool(name):
            notes.add(element, FaultKind.WRONG_VALUE, f"xieban:{attribute}={word}")
        else:
            found.append(Who(kind=WhoKind(kind), name=name))
    return tuple(found)


def _words(element: Element, attribute: str, words: type[_Word], notes: Notes) -> tuple[_Word, ...]:
    found = []
    for word in element.get(OURS + attribute).split():
        if word in {one.value for one in words}:
            found.append(words(word))
        else:
            notes.add(element, FaultKind.WRONG_VALUE, f"xieban:{attribute}={word}")
    return tuple(found)


def _yes(element: Element, attribute: str, shown: str, notes: Notes) -> bool:
    value = element.get(attribute, "false")
    if value not in {"true", "false"}:
        notes.add(element, FaultKind.WRONG_VALUE, f"{shown}={value}")
    return value == "true"


def _deadline(element: Element, notes: Notes) -> Duration | None:
    text = element.get(OURS + "deadline")
    if not text:
        return None
    try:
        duration = Duration.parse(text)
    except WrongDuration:
        notes.add(element, FaultKind.WRONG_DEADLINE, f"xieban:deadline={text}")
        return None
    return duration if not duration.is_at_once else None


def _fields(element: Element, local: str, notes: Notes) -> tuple[Field, ...]:
    found: dict[str, Field] = {}
    for extension in element.all(bpmn("extensionElements")):
        for child in extension.children:
            if child.name != OURS + local:
                notes.add(element, FaultKind.NOT_COVERED, child.name.replace(OURS, "xieban:"))
                continue
            name, kind = child.get("name"), child.get("kind")
            unknown = set(child.attributes) - FIELD_ATTRIBUTES
            if unknown or not name.isidentifier() or kind not in set(FieldKind):
                notes.add(child, FaultKind.WRONG_VALUE, f"xieban:{local} {name} {kind} {' '.join(unknown)}".strip())
                continue
            if name in found:
                notes.add(child, FaultKind.TWICE, name)
            found[name] = Field(
                name=name,
                label=child.get("label", name),
                kind=FieldKind(kind),
                options=tuple(child.get("options").split()),
                required=_yes(child, "required", "required", notes),
            )
            if (found[name].kind is FieldKind.CHOICE) != bool(found[name].options):
                notes.add(child, FaultKind.MISSING, f"xieban:{local} {name} options")
    return tuple(found.values())


def _loop(element: Element, notes: Notes) -> Loop | None:
    loop = element.first(bpmn("multiInstanceLoopCharacteristics"))
    if loop is None:
        return None
    for name in set(loop.attributes) - {"id", "isSequential"}:
        notes.add(element, FaultKind.ATTRIBUTE, f"multiInstanceLoopCharacteristics {name}")
    for child in loop.children:
        if child.local not in LOOPS:
            notes.add(element, FaultKind.NOT_COVERED, child.local)
    return Loop(
        sequential=_yes(loop, "isSequential", "isSequential", notes),
        cardinality=_cardinality(element, loop, notes),
        completion=_completion(element, loop, notes),
    )


def _cardinality(element: Element, loop: Element, notes: Notes) -> int | None:
    written = loop.first(bpmn("loopCardinality"))
    if written is None:
        return None
    if not (written.text.isascii() and written.text.isdigit() and 1 <= int(written.text) <= MOST_SEATS):
        notes.add(element, FaultKind.WRONG_VALUE, f"loopCardinality {written.text[:40]}")
        return None
    return int(written.text)


def _completion(element: Element, loop: Element, notes: Notes) -> Expression | None:
    written = loop.first(bpmn("completionCondition"))
    if written is None:
        return None
    try:
        return read_expression(written.text)
    except WrongExpression as error:
        notes.add(element, FaultKind.EXPRESSION, str(error))
        return None
