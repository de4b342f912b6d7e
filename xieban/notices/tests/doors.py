"""Who gets in: everybody writes notices; one under review is for its author and whoever reviews it."""

from tests.doors import SIGNED_IN
from xieban.flows.actions import load_definitions
from xieban.notices import actions
from xieban.tests.cast import NOON, Cast
from xieban.writing.actions import save_revision

# The drafter wrote them, the head of department stands in for him (the directory); the head of the office reviews.
PARTS = frozenset({"drafter", "department_head", "office_head", "administrator"})
DOORS: dict[str, frozenset[str]] = {
    "notices:notices": SIGNED_IN,
    "notices:new": SIGNED_IN,
    "notices:one": PARTS,
    "notices:of_instance": PARTS,
    "notices:change": frozenset({"drafter"}),
    "notices:hand_in": frozenset({"drafter"}),
    "notices:remind": PARTS,
    "notices:withdraw": PARTS,
}


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    load_definitions(at=NOON)
    made = []
    for title in ("草稿", "送审稿"):
        notice = actions.draft(title=title, departments=(), by=cast.drafter, at=NOON)
        save_revision(body=notice.body, html="<p>正文</p>", on_revision=0, by=cast.drafter, at=NOON)
        made.append(notice)
    draft, reviewed = made
    instance = actions.hand_in(notice=reviewed, by=cast.drafter, at=NOON)
    this: dict[str, object] = {"uuid": str(reviewed.uuid)}
    own: dict[str, object] = {"uuid": str(draft.uuid)}
    return {
        "notices:one": this,
        "notices:of_instance": {"uuid": str(instance.uuid)},
        "notices:change": own,
        "notices:hand_in": own,
        "notices:remind": this,
        "notices:withdraw": this,
    }
