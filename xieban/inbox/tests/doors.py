"""Who gets in: everybody has an inbox; a copy to read is marked by its reader alone."""

from tests.doors import SIGNED_IN
from xieban.flows import actions as flows
from xieban.flows.actions import load_definitions
from xieban.flows.models import Reading
from xieban.flows.tests.drawing import Drawing
from xieban.tests.cast import NOON, Cast

DOORS: dict[str, frozenset[str]] = {
    "inbox:inbox": SIGNED_IN,
    "inbox:bell": SIGNED_IN,
    "inbox:mark_read": frozenset({"clerk"}),
}


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    load_definitions(at=NOON)
    text = (
        Drawing(key="shared")
        .start()
        .end()
        .task("传阅", who="starter", may="circulate")
        .path("start", "传阅", "end")
        .text()
    )
    version = flows.keep_version(text=text.decode(), by=None, at=NOON)
    flows.publish(version=version, by=None, at=NOON)
    instance = flows.start(flow="shared", title="传阅件", values={}, by=cast.drafter, at=NOON)
    seat = instance.seats.get()
    flows.circulate(seat_uuid=str(seat.uuid), people=[cast.clerk.pk], by=cast.drafter, at=NOON)
    return {"inbox:mark_read": {"uuid": str(Reading.objects.get(instance=instance).uuid)}}
