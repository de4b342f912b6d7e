"""From a BPMN 2.0 file to a model: what is covered is read, everything else is a fault; pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from xieban.flows.rules.expressions import Expression, WrongExpression, read_expression
from xieban.flows.rules.faults import Fault, FaultKind, WrongFlow
from xieban.flows.rules.handling import handling_of, readers_of, variables_of
from xieban.flows.rules.model import FieldKind, Model, Node, Sequence, complete
from xieban.flows.rules.names import BPMN, DRAWING, OURS, Notes, bpmn
from xieban.flows.rules.trees import Element, WrongTree, read_tree
from xieban.flows.rules.waits import message_names, read_event
from xieban.flows.rules.words import NodeKind

KINDS: Final[Mapping[str, NodeKind]] = {
    "startEvent": NodeKind.START,
    "endEvent": NodeKind.END,
    "userTask": NodeKind.USER,
    "serviceTask": NodeKind.SERVICE,
    "exclusiveGateway": NodeKind.EXCLUSIVE,
    "parallelGateway": NodeKind.PARALLEL,
    "inclusiveGateway": NodeKind.INCLUSIVE,
    "intermediateCatchEvent": NodeKind.CATCH,
    "intermediateThrowEvent": NodeKind.THROW,
    "boundaryEvent": NodeKind.BOUNDARY_TIMER,
    "subProcess": NodeKind.SUBPROCESS,
    "callActivity": NodeKind.CALL,
}
ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    "process": frozenset({"id", "name", "isExecutable"}),
    "sequenceFlow": frozenset({"id", "name", "sourceRef", "targetRef"}),
    "exclusiveGateway": frozenset({"id", "name", "default", "gatewayDirection"}),
    "inclusiveGateway": frozenset({"id", "name", "default", "gatewayDirection"}),
    "parallelGateway": frozenset({"id", "name", "gatewayDirection"}),
    "boundaryEvent": frozenset({"id", "name", "attachedToRef", "cancelActivity"}),
    "callActivity": frozenset({"id", "name", "calledElement"}),
}
PLAIN: Final = frozenset({"id", "name"})
SILENT: Final = frozenset({"documentation", "textAnnotation", "association", "group"})
"""What says something to readers and nothing to the engine."""
EVENTS: Final = frozenset({"intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
OUR_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    "userTask": frozenset(
        {
            "who",
            "may",
            "returns",
            "straightBack",
            "decisions",
            "nature",
            "deadline",
            "deadlineFrom",
            "edits",
        }
    ),
    "serviceTask": frozenset({"service", "repeatable"}),
    "intermediateThrowEvent": frozenset({"readers"}),
    "intermediateCatchEvent": frozenset({"momentFrom"}),
    "boundaryEvent": frozenset({"momentFrom"}),
}
INNER: Final[Mapping[str, frozenset[str]]] = {
    "sequenceFlow": frozenset({"conditionExpression"}),
    "userTask": frozenset({"multiInstanceLoopCharacteristics"}),
    "intermediateCatchEvent": frozenset({"timerEventDefinition", "messageEventDefinition"}),
    "intermediateThrowEvent": frozenset({"messageEventDefinition"}),
    "boundaryEvent": frozenset({"timerEventDefinition", "messageEventDefinition"}),
}
EVERYWHERE: Final = frozenset({"incoming", "outgoing", "extensionElements"}) | SILENT


def read_flow(text: bytes) -> Model:
    """Return the model of a file, or raise with everything that is not covered or cannot be read.

    What is read here is not yet sound: `check_flow` says whether it can run.
    """
    model, faults = read_as_far_as_possible(text)
    if model is None or faults:
        raise WrongFlow(faults)
    return model


def read_as_far_as_possible(text: bytes) -> tuple[Model | None, tuple[Fault, ...]]:
    """Return what could be read of a file, and everything that could not."""
    try:
        root = read_tree(text)
    except WrongTree as error:
        fault = Fault(line=error.line, element="", id="", kind=FaultKind.NOT_XML, detail=str(error))
        return None, (fault,)
    notes = Notes()
    process = _process(root, notes)
    if process is None:
        return None, notes.all()
    reader = _Reader(notes, message_names(root, notes))
    reader.scope(process, within="")
    model = reader.model(process)
    return model, notes.all()


def _process(root: Element, notes: Notes) -> Element | None:
    if root.name != bpmn("definitions"):
        notes.add(root, FaultKind.NOT_BPMN, root.local)
        return None
    for child in root.children:
        if child.name not in {bpmn("process"), bpmn("message")} and child.namespace != DRAWING:
            notes.add(child, FaultKind.NOT_COVERED, child.local)
    processes = list(root.all(bpmn("process")))
    if len(processes) != 1:
        notes.add(root, FaultKind.NOT_BPMN, f"{len(processes)} × process")
        return None
    return processes[0]


class _Reader:
    """Walks through one process and its sub-processes."""

    def __init__(self, notes: Notes, messages: Mapping[str, str]) -> None:
        self.notes = notes
        self.messages = messages
        self.nodes: dict[str, Node] = {}
        self.flows: dict[str, Sequence] = {}
        self.variables: dict[str, FieldKind] = {}

    def scope(self, scope: Element, *, within: str) -> None:
        """Read what lies in a process or sub-process."""
        self.attributes(scope)
        for child in scope.children:
            if child.namespace == BPMN and child.local in KINDS:
                self.node(child, within=within)
            elif child.name == bpmn("sequenceFlow"):
                self.sequence(child)
            elif child.namespace != BPMN or child.local not in EVERYWHERE:
                self.notes.add(child, FaultKind.NOT_COVERED, child.local)
        self.variables |= variables_of(scope, self.notes, known=self.variables)

    def node(self, element: Element, *, within: str) -> None:
        """Read one node, and what lies in it."""
        if not self._identified(element):
            return
        kind = KINDS[element.local]
        shared = Node(
            id=element.get("id"),
            name=" ".join(element.get("name").split()),
            kind=kind,
            line=element.line,
            within=within,
        )
        if kind is NodeKind.SUBPROCESS:
            self.nodes[shared.id] = shared
            self.scope(element, within=shared.id)
            return
        self.attributes(element)
        self.inner(element)
        self.nodes[shared.id] = self._particular(element, shared)

    def _particular(self, element: Element, node: Node) -> Node:
        readers: Mapping[NodeKind, Callable[[], Node]] = {
            NodeKind.USER: lambda: self._user(element, node),
            NodeKind.SERVICE: lambda: replace(
                node,
                service=self._needed(element, OURS + "service", "xieban:service"),
                repeatable=element.get(OURS + "repeatable") == "true",
            ),
            NodeKind.CALL: lambda: replace(node, calls=self._needed(element, "calledElement", "calledElement")),
            NodeKind.EXCLUSIVE: lambda: replace(node, default=element.get("default")),
            NodeKind.INCLUSIVE: lambda: replace(node, default=element.get("default")),
        }
        if element.local in EVENTS:
            event = read_event(element, node, self.messages, self.notes)
            return replace(event, readers=readers_of(element, self.notes))
        return readers[node.kind]() if node.kind in readers else node

    def _user(self, element: Element, node: Node) -> Node:
        handling = handling_of(element, self.notes)
        for one in handling.fields:
            if self.variables.setdefault(one.name, one.kind) is not one.kind:
                self.notes.add(element, FaultKind.TWICE, one.name)
        return replace(node, handling=handling)

    def sequence(self, element: Element) -> None:
        """Read one sequence flow with its condition."""
        self.attributes(element)
        self.inner(element)
        if not self._identified(element):
            return
        self.flows[element.get("id")] = Sequence(
            id=element.get("id"),
            source=self._needed(element, "sourceRef", "sourceRef"),
            target=self._needed(element, "targetRef", "targetRef"),
            condition=self._condition(element),
            line=element.line,
        )

    def _condition(self, element: Element) -> Expression | None:
        written = element.first(bpmn("conditionExpression"))
        if written is None:
            return None
        if written.get("language"):
            self.notes.add(element, FaultKind.ATTRIBUTE, f"language={written.get('language')}")
        try:
            return read_expression(written.text)
        except WrongExpression as error:
            self.notes.add(element, FaultKind.EXPRESSION, str(error))
            return None

    def attributes(self, element: Element) -> None:
        """Note every attribute that would otherwise be ignored."""
        known = ATTRIBUTES.get(element.local, PLAIN)
        ours = OUR_ATTRIBUTES.get(element.local, frozenset())
        for name in element.attributes:
            ok = name.removeprefix(OURS) in ours if name.startswith(OURS) else name in known
            if not ok:
                self.notes.add(element, FaultKind.ATTRIBUTE, name.replace(OURS, "xieban:"))

    def inner(self, element: Element) -> None:
        """Note every child that would otherwise be ignored."""
        known = EVERYWHERE | INNER.get(element.local, frozenset())
        for child in element.children:
            if child.namespace != BPMN or child.local not in known:
                self.notes.add(element, FaultKind.NOT_COVERED, child.local)
        if element.local != "userTask":  # whose extensions are read as fields
            for extension in element.all(bpmn("extensionElements")):
                for child in extension.children:
                    self.notes.add(element, FaultKind.NOT_COVERED, child.name.replace(OURS, "xieban:"))

    def _identified(self, element: Element) -> bool:
        name = element.get("id")
        if not name:
            self.notes.add(element, FaultKind.MISSING, "id")
        elif name in self.nodes or name in self.flows:
            self.notes.add(element, FaultKind.TWICE, name)
            return False
        elif not name.isidentifier():  # conditions name nodes, and inlined calls put a path before them
            self.notes.add(element, FaultKind.WRONG_VALUE, f"id={name}")
        return bool(name)

    def _needed(self, element: Element, name: str, shown: str) -> str:
        if not element.get(name):
            self.notes.add(element, FaultKind.MISSING, shown)
        return element.get(name)

    def model(self, process: Element) -> Model:
        """Return the model, each node told of its ways in and out."""
        incoming: dict[str, list[str]] = {}
        outgoing: dict[str, list[str]] = {}
        for flow in self.flows.values():
            outgoing.setdefault(flow.source, []).append(flow.id)
            incoming.setdefault(flow.target, []).append(flow.id)
        nodes = {
            name: replace(node, incoming=tuple(incoming.get(name, ())), outgoing=tuple(outgoing.get(name, ())))
            for name, node in self.nodes.items()
        }
        if not process.get("id"):
            self.notes.add(process, FaultKind.MISSING, "id")
        return complete(
            Model(
                key=process.get("id"),
                name=process.get("name") or process.get("id"),
                nodes=nodes,
                flows=self.flows,
                variables=self.variables,
            )
        )
