"""Writes the reference of an API, from its OpenAPI document, for people."""

from collections.abc import Iterator, Mapping
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")


def _kind(schema: Mapping[str, Any]) -> str:
    """Name a schema's type in a few characters."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return "one of " + ", ".join(f"`{one}`" for one in schema["enum"])
    return str(schema.get("format") or schema.get("type") or "any")


def _parameters(operation: Mapping[str, Any]) -> Iterator[str]:
    for one in operation.get("parameters", ()):
        note = one.get("description") or one.get("schema", {}).get("description") or ""
        needed = "required" if one.get("required") else "optional"
        yield f"- `{one['name']}` ({one['in']}, {_kind(one.get('schema', {}))}, {needed}) {note}".rstrip()


def _body(operation: Mapping[str, Any]) -> Iterator[str]:
    for content in operation.get("requestBody", {}).get("content", {}).values():
        yield f"- body: {_kind(content.get('schema', {}))}"


def _answers(operation: Mapping[str, Any]) -> Iterator[str]:
    for status, answer in operation.get("responses", {}).items():
        kinds = [_kind(content.get("schema", {})) for content in answer.get("content", {}).values()]
        yield f"- answers {status}" + (f": {kinds[0]}" if kinds else "")


def _schema(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    yield f"### {name}"
    yield ""
    needed = set(schema.get("required", ()))
    for field, one in schema.get("properties", {}).items():
        note = one.get("description", "")
        yield f"- `{field}` ({_kind(one)}{', required' if field in needed else ''}) {note}".rstrip()
    if "enum" in schema:
        yield f"- {_kind(schema)}"
    choice = schema.get("discriminator", {})
    for value, one in sorted(choice.get("mapping", {}).items()):
        yield f"- `{choice['propertyName']}` is `{value}`: {_kind({'$ref': one})}"
    yield ""


def in_markdown(document: Mapping[str, Any]) -> str:
    """Return the reference page of an OpenAPI document."""
    lines = [f"# {document['info']['title']}: HTTP API", "", document["info"]["description"], ""]
    for address, operations in sorted(document["paths"].items()):
        for method in METHODS:
            if method not in operations:
                continue
            operation = operations[method]
            lines += [f"## {method.upper()} {address}", ""]
            about = operation.get("description") or operation.get("summary", "")
            lines += [about, "", *_parameters(operation), *_body(operation), *_answers(operation), ""]
    lines += ["## Schemas", ""]
    for name, schema in sorted(document.get("components", {}).get("schemas", {}).items()):
        lines += _schema(name, schema)
    return "\n".join(lines).rstrip() + "\n"
