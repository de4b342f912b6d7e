"""Namespaces of the files, and the notebook in which a reader writes down faults; pure."""

from typing import Final

from xieban.flows.rules.faults import Fault, FaultKind
from xieban.flows.rules.trees import Element

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DRAWING: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
XIEBAN: Final = "urn:xieban:flows:1"
OURS: Final = "{" + XIEBAN + "}"


def bpmn(local: str) -> str:
    """Return the full name of an element of BPMN."""
    return "{" + BPMN + "}" + local


class Notes:
    """Everything that was found wrong, in the order of the file."""

    def __init__(self) -> None:
        self._faults: set[Fault] = set()

    def add(self, element: Element, kind: FaultKind, detail: str = "") -> None:
        """Write down one fault."""
        self._faults.add(
            Fault(line=element.line, element=element.local, id=element.get("id"), kind=kind, detail=detail)
        )

    def all(self) -> tuple[Fault, ...]:
        """Return the faults by line."""
        return tuple(sorted(self._faults))

    def __bool__(self) -> bool:
        """Say whether anything is wrong."""
        return bool(self._faults)
