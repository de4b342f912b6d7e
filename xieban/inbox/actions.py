"""What is done from the inbox itself, and telling open pages that it changed."""

from collections.abc import Sequence
from datetime import datetime

from jishi.live.door import announce
from xieban.directory.models import Person
from xieban.directory.queries import deputies_of, persons_by_id
from xieban.flows import actions as flows
from xieban.flows.models import Instance
from xieban.flows.queries import boxes


def mark_read(*, reading_uuid: str, by: Person, at: datetime) -> None:
    """Note that somebody has read his copy."""
    reading = boxes.get_reading(by, uuid=reading_uuid)
    if reading.read_at is None:
        flows.mark_read(instance=reading.instance, reading=reading.number, by=by, at=at)


def tell(*, instance: Instance, at: datetime) -> None:
    """Let the open pages of everybody whom an instance concerns ask again, their deputies' too."""
    tell_people(people=boxes.concerned_by(instance), at=at)


def tell_people(*, people: Sequence[int], at: datetime) -> None:
    """Let the open pages of these people, and of whoever stands in for them, ask again."""
    found = persons_by_id([*people, *deputies_of(people, at=at)])
    for person in found.values():
        announce(audience=f"person:{person.uuid}", news="inbox")
        announce(audience=f"person:{person.uuid}", news="notices")  # what the bell of the shell listens to
