"""Who gets in: the start page is everybody's, a contract only its own people's."""

from conftest import Cast
from zhishou.people.rules import Role

DOORS: dict[str, frozenset[str]] = {
    "home": frozenset({"signed_in"}),
    "enter": frozenset(role.value for role in Role),
}


def arguments(cast: Cast) -> dict[str, dict[str, str]]:
    return {"enter": {"engagement_code": cast.engagement.code}}
