"""Who gets in: the start page is everybody's, long work its owner's."""

from jishi.work.door import begin
from jishi.work.tests.jobs import count_to
from xieban.tests.cast import NOON, Cast

SIGNED_IN, OWNER = frozenset({"signed_in"}), frozenset({"drafter"})
DOORS: dict[str, frozenset[str]] = {
    "home": SIGNED_IN,
    "work:mine": SIGNED_IN,
    "work:mark": SIGNED_IN,
    "work:one": OWNER,
    "work:stop": OWNER,
    "work:again": OWNER,
}


def arguments(cast: Cast) -> dict[str, dict[str, str]]:
    work = begin(title="导出", job=count_to, owner=cast.drafter.uuid, arguments={"last": 3}, total=3, at=NOON)
    named = {"uuid": str(work.uuid)}
    return {"work:one": named, "work:stop": named, "work:again": named}
