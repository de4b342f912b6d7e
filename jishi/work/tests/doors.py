"""Who gets in: everybody to their own long work, nobody to another's."""

from conftest import NOON, Cast
from jishi.work.door import begin
from jishi.work.tests.jobs import count_to

DOORS: dict[str, frozenset[str]] = {
    "work:mine": frozenset({"signed_in"}),
    "work:mark": frozenset({"signed_in"}),
    "work:one": frozenset({"manager"}),
    "work:stop": frozenset({"manager"}),
    "work:again": frozenset({"manager"}),
}


def arguments(cast: Cast) -> dict[str, dict[str, str]]:
    work = begin(title="台账导出", job=count_to, owner=cast.manager.uuid, arguments={"last": 3}, total=3, at=NOON)
    named = {"uuid": str(work.uuid)}
    return {"work:one": named, "work:stop": named, "work:again": named}
