"""Writes BPMN files for tests: as short as the flow is, in the words of the file itself."""

import itertools
from collections.abc import Iterable

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xieban="urn:xieban:flows:1" id="d" targetNamespace="urn:test">'
)


class Drawing:
    """One process as text, element by element."""

    def __init__(self, key: str = "flow") -> None:
        self.key = key
        self.parts: list[str] = []
        self.messages: list[str] = []
        self.flows = 0

    def add(self, text: str) -> "Drawing":
        self.parts.append(text)
        return self

    def start(self, name: str = "start") -> "Drawing":
        return self.add(f'<startEvent id="{name}"/>')

    def end(self, name: str = "end") -> "Drawing":
        return self.add(f'<endEvent id="{name}"/>')

    def task(self, name: str, *, who: str = "role:clerk", inner: str = "", **attributes: str) -> "Drawing":
        return self.add(f'<userTask id="{name}" name="{name}"{ours(who=who, **attributes)}>{inner}</userTask>')

    def gateway(self, kind: str, name: str, *, default: str = "") -> "Drawing":
        chosen = f' default="{default}"' if default else ""
        return self.add(f'<{kind}Gateway id="{name}"{chosen}/>')

    def flow(self, source: str, target: str, *, when: str = "", name: str = "") -> str:
        self.flows += 1
        name = name or f"f{self.flows}"
        inner = f"<conditionExpression>{escaped(when)}</conditionExpression>" if when else ""
        self.add(f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>')
        return name

    def path(self, *names: str) -> "Drawing":
        for source, target in itertools.pairwise(names):
            self.flow(source, target)
        return self

    def variables(self, **kinds: str) -> "Drawing":
        inner = "".join(f'<xieban:variable name="{name}" kind="{kind}"/>' for name, kind in kinds.items())
        return self.add(f"<extensionElements>{inner}</extensionElements>")

    def message(self, name: str) -> str:
        self.messages.append(f'<message id="m_{name}" name="{name}"/>')
        return f'<messageEventDefinition messageRef="m_{name}"/>'

    def text(self) -> bytes:
        # The schema wants extensions first.
        extensions = [part for part in self.parts if part.startswith("<extensionElements")]
        rest = [part for part in self.parts if not part.startswith("<extensionElements")]
        process = f'<process id="{self.key}" name="试行流程" isExecutable="true">'
        lines = [HEAD, *dict.fromkeys(self.messages), process, *extensions, *rest, "</process>", "</definitions>"]
        return "\n".join(lines).encode()


def ours(**attributes: str) -> str:
    """Return attributes in our namespace."""
    return "".join(f' xieban:{name}="{value}"' for name, value in attributes.items() if value)


def signed_by(*, sequential: bool = False, cardinality: int = 0, until: str = "") -> str:
    """Return the words that let several people sign at a node."""
    inner = f"<loopCardinality>{cardinality}</loopCardinality>" if cardinality else ""
    inner += f"<completionCondition>{escaped(until)}</completionCondition>" if until else ""
    mode = ' isSequential="true"' if sequential else ""
    return f"<multiInstanceLoopCharacteristics{mode}>{inner}</multiInstanceLoopCharacteristics>"


def fields(*names_and_kinds: tuple[str, str]) -> str:
    """Return fields of a form."""
    inner = "".join(f'<xieban:field name="{name}" kind="{kind}"/>' for name, kind in names_and_kinds)
    return f"<extensionElements>{inner}</extensionElements>"


def straight(*tasks: Iterable[str] | str) -> bytes:
    """Return a flow of tasks one after the other."""
    drawing = Drawing().start().end()
    for task in tasks:
        drawing.task(str(task))
    return drawing.path("start", *(str(task) for task in tasks), "end").text()


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
