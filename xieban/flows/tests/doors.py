"""Who gets in: flows are for who looks after the whole deployment."""

from xieban.flows import actions
from xieban.flows.actions.versions import DEFINITIONS
from xieban.tests.cast import NOON, Cast

WHOLE = frozenset({"administrator"})
# Whoever began it, the one who stands in for him (the directory's sample), and who looks after flows.
PARTS = WHOLE | {"drafter", "department_head"}
DOORS: dict[str, frozenset[str]] = {
    "flows:flows": WHOLE,
    "flows:flow": WHOLE,
    "flows:file": WHOLE,
    "flows:draw": WHOLE,
    "flows:migrate": WHOLE,
    "flows:log": WHOLE,
    "flows:publish": WHOLE,
    "flows:publish_again": WHOLE,
    "flows:retire": WHOLE,
    "flows:instance": PARTS,
    "flows:act": PARTS,
    "flows:drawing": PARTS,
}


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    text = (DEFINITIONS / "leave.bpmn").read_text(encoding="utf-8")
    version = actions.keep_version(text=text, by=None, at=NOON)
    actions.publish(version=version, by=None, at=NOON)
    instance = actions.start(flow=version.flow.key, title="请假", values={}, by=cast.drafter, at=NOON)
    on: dict[str, object] = {"uuid": str(instance.uuid)}
    one: dict[str, object] = {"key": version.flow.key}
    this: dict[str, object] = {**one, "number": version.number}
    pages: dict[str, dict[str, object]] = {
        "flows:instance": on,
        "flows:act": on,
        "flows:drawing": on,
        "flows:log": on,
        "flows:flow": one,
    }
    return {
        **pages,
        "flows:file": this,
        "flows:draw": this,
        "flows:migrate": this,
        "flows:publish": this,
        "flows:publish_again": this,
        "flows:retire": this,
    }
