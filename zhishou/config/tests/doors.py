"""Who gets in: the start page is everybody's, a contract only its own people's."""

from conftest import Cast
from zhishou.people.rules import Role

DOORS: dict[str, frozenset[str]] = {
    "home": frozenset({"signed_in"}),
    "enter": frozenset(role.value for role in Role),
    "api-1:openapi-json": frozenset({"anyone"}),
}
# Not rooms of ours: the answer to an unknown address, and the library's root of its own address list.
NO_DOORS = frozenset({"api-missing", "api-1:api-root"})


def arguments(cast: Cast) -> dict[str, dict[str, str]]:
    return {"enter": {"engagement_code": cast.engagement.code}}
