"""What the start page is made of, each part from the area that knows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from xieban.archive import queries as archive
from xieban.directory import queries as directory
from xieban.directory.models import ROLE_NAMES, Person
from xieban.inbox import queries as inbox
from xieban.notices import queries as notices

FEW = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who looks, and when."""

    person: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the start page: `rows` answers what `template` shows; None leaves the part out."""

    template: str
    rows: Callable[[Visitor], Mapping[str, object] | None]
    wide: bool = False


def waiting(visitor: Visitor) -> Mapping[str, object]:
    """Show what waits for the visitor, what is due first at the top."""
    return {
        "rows": inbox.first_work(visitor.person, at=visitor.at, most=FEW),
        "counts": {box.value: count for box, count in inbox.counts(visitor.person, at=visitor.at).boxes.items()},
    }


def notices_unread(visitor: Visitor) -> Mapping[str, object] | None:
    """Show the newest notices that the visitor has not read; nothing where he has read all."""
    rows, _following = notices.received(visitor.person, unread=True, before=None)
    return {"unread": rows[:FEW]} if rows else None


def to_put_right(visitor: Visitor) -> Mapping[str, object] | None:
    """Show which of the visitor's documents the archive's checks sent back."""
    found = archive.to_put_right(visitor.person, at=visitor.at)
    return {"waiting": found} if found else None


def posts(visitor: Visitor) -> Mapping[str, object]:
    """Show which posts the visitor holds, what they carry, and who is in charge there."""
    held = directory.roles_of(visitor.person, at=visitor.at)
    rows = [
        {
            "appointment": one,
            "roles": [str(ROLE_NAMES[role.role]) for role in held if role.post.pk == one.post_id],
            "leader": directory.leader_in_charge(one.post.unit, at=visitor.at),
        }
        for one in directory.appointments_of(visitor.person, at=visitor.at)
    ]
    return {"posts": rows}


def colleagues(visitor: Visitor) -> Mapping[str, object] | None:
    """Show who works in the visitor's own department, by precedence, and how they are reached."""
    department = directory.department_of(visitor.person, at=visitor.at)
    if department is None:
        return None
    return {"department": department, "members": directory.members_of(department, at=visitor.at)}


HOME_SECTIONS: tuple[Section, ...] = (
    Section(template="inbox/parts/home.html", rows=waiting, wide=True),
    Section(template="notices/parts/home.html", rows=notices_unread, wide=True),
    Section(template="archive/parts/put_right.html", rows=to_put_right, wide=True),
    Section(template="config/parts/posts.html", rows=posts),
    Section(template="config/parts/colleagues.html", rows=colleagues),
)
"""Every area adds its own part when it comes."""
