"""Who gets in: flows are for who looks after the whole deployment."""

from xieban.flows import actions
from xieban.flows.actions.versions import DEFINITIONS
from xieban.tests.cast import NOON, Cast

WHOLE = frozenset({"administrator"})
DOORS: dict[str, frozenset[str]] = {
    "flows:flows": WHOLE,
    "flows:flow": WHOLE,
    "flows:file": WHOLE,
    "flows:publish": WHOLE,
    "flows:retire": WHOLE,
}


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    del cast  # whoever asks, it is the same flow
    text = (DEFINITIONS / "leave.bpmn").read_text(encoding="utf-8")
    version = actions.keep_version(text=text, by=None, at=NOON)
    one: dict[str, object] = {"key": version.flow.key}
    this: dict[str, object] = {**one, "number": version.number}
    return {"flows:flow": one, "flows:file": this, "flows:publish": this, "flows:retire": this}
