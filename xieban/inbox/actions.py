"""What is done from the inbox itself, and telling open pages that it changed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from jishi.live.door import announce_all
from xieban.directory.models import Person
from xieban.directory.queries import deputies_of, persons_by_id
from xieban.flows import actions as flows
from xieban.flows.queries import boxes


def mark_read(*, reading_uuid: str, by: Person, at: datetime) -> None:
    """Note that somebody has read his copy."""
    reading = boxes.get_reading(by, uuid=reading_uuid)
    if reading.read_at is None:
        flows.mark_read(instance=reading.instance, reading=reading.number, by=by, at=at)


def tell(*, instances: Collection[str], at: datetime) -> None:
    """Let the open pages of everybody whom these instances concern ask again, their deputies' too."""
    tell_people(people=boxes.concerned_by(instances), at=at)


def tell_people(*, people: Sequence[int], at: datetime) -> None:
    """Let the open pages of these people, and of whoever stands in for them, ask again."""
    found = persons_by_id([*people, *deputies_of(people, at=at)])
    # News of the second name is what the bell of the shell listens to.
    announce_all((f"person:{person.uuid}", news) for person in found.values() for news in ("inbox", "notices"))
