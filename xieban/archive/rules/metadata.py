"""What a package says of its document for machines: the same facts as JSON and as XML."""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement, indent, tostring

Fact: TypeAlias = "str | int | bool | Sequence[Fact] | Mapping[str, Fact] | None"
FORMAT = "xieban-archive-1"


def as_json(facts: Mapping[str, Fact]) -> bytes:
    """Write the facts as JSON."""
    return (json.dumps({"format": FORMAT, **facts}, ensure_ascii=False, indent=2) + "\n").encode()


def as_xml(facts: Mapping[str, Fact]) -> bytes:
    """Write the facts as XML: a name is an element, each of several an element of its own."""
    root = Element("document", {"format": FORMAT})
    _into(root, facts)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _into(parent: Element, facts: Mapping[str, Fact]) -> None:
    for name, fact in facts.items():
        for one in fact if isinstance(fact, Sequence) and not isinstance(fact, str) else (fact,):
            child = SubElement(parent, name)
            if isinstance(one, Mapping):
                _into(child, one)
            elif one is not None:
                child.text = _printable(str(one).lower() if isinstance(one, bool) else str(one))


def _printable(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return "".join(char for char in text if char in "\t\n" or (char >= " " and char not in "\ufffe\uffff"))
