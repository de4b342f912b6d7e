"""Who gets in: the start page is everybody's, a contract only its own people's, long work its owner's."""

from conftest import NOON, Cast
from jishi.work.door import begin
from jishi.work.tests.jobs import count_to
from zhishou.people.rules import Role

DOORS: dict[str, frozenset[str]] = {
    "home": frozenset({"signed_in"}),
    "enter": frozenset(role.value for role in Role),
    "work:mine": frozenset({"signed_in"}),
    "work:mark": frozenset({"signed_in"}),
    "work:one": frozenset({"manager"}),
    "work:stop": frozenset({"manager"}),
    "work:again": frozenset({"manager"}),
    "api-1:openapi-json": frozenset({"anyone"}),
}
# Not rooms of ours: the answer to an unknown address, and the library's root of its own address list.
NO_DOORS = frozenset({"api-missing", "api-1:api-root"})


def arguments(cast: Cast) -> dict[str, dict[str, str]]:
    work = begin(title="台账导出", job=count_to, owner=cast.manager.uuid, arguments={"last": 3}, total=3, at=NOON)
    named = {"uuid": str(work.uuid)}
    return {
        "enter": {"engagement_code": cast.engagement.code},
        "work:one": named,
        "work:stop": named,
        "work:again": named,
    }
