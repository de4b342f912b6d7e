"""The OpenAPI document: what the library knows of the endpoints, and what all of them share."""

from functools import cached_property
from http import HTTPStatus
from typing import Any, Final

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from jishi.api.idempotency import LONGEST_KEY, VISIBLE

_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Problem",
    "description": "Why something was refused (RFC 9457).",
    "required": ["type", "code", "status", "title"],
    "properties": {
        "type": {"type": "string"},
        "code": {"type": "string", "description": "Stable, for programs: one word such as NotThere."},
        "status": {"type": "integer"},
        "title": {"type": "string", "description": "In the caller's language, for people."},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["where", "message"],
                "properties": {
                    "where": {"type": "array", "items": {"type": "string"}},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
_REFUSED: Final[dict[str, Any]] = {
    "description": "Refused.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_IDEMPOTENCY_KEY: Final[dict[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Sent again under the same key, the call takes effect once and answers the same.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": f"^{VISIBLE}$"},
}
_ALWAYS: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)


class DescribedAPI(NinjaAPI):
    """An API whose description names the problems and headers that every endpoint shares."""

    def get_openapi_schema(self, *args: Any, **named: Any) -> OpenAPISchema:
        """Return the whole document, made once for each way it is asked for; nobody may change it."""
        asked = repr((args, sorted(named.items())))
        if asked not in self._documents:
            self._documents[asked] = self._described(*args, **named)
        return self._documents[asked]

    @cached_property
    def _documents(self) -> dict[str, OpenAPISchema]:
        return {}

    def _described(self, *args: Any, **named: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(*args, **named)
        document["components"]["schemas"]["Problem"] = _PROBLEM
        document["components"]["responses"] = {"Problem": _REFUSED}
        for operations in document["paths"].values():
            for method, operation in operations.items():
                _share(method, operation)
        return document


def _share(method: str, operation: dict[str, Any]) -> None:
    statuses = [*_ALWAYS] if method == "get" else [*_ALWAYS, HTTPStatus.CONFLICT]
    for status in statuses:
        operation["responses"].setdefault(status.value, {"$ref": "#/components/responses/Problem"})
    operation["responses"] = dict(sorted(operation["responses"].items()))
    if method == "post":
        operation["parameters"] = [*operation["parameters"], _IDEMPOTENCY_KEY]
