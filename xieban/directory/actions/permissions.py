"""Who may change whom."""

from datetime import datetime

from jishi.refusals.door import NotAllowed
from xieban.directory.models import Person, Unit
from xieban.directory.queries import roles_of
from xieban.directory.rules import Role


def uuid_of(by: Person | None) -> str | None:
    return str(by.uuid) if by else None


def require_administrator(by: Person | None, *, unit: Unit | None, at: datetime) -> None:
    """Refuse unless `by` looks after the whole directory, or after the branch in which `unit` lies."""
    if by is None or by.is_administrator:
        return
    places = [held.post.unit.place for held in roles_of(by, at=at) if held.role == Role.ADMINISTRATOR]
    if unit is None or not any(unit.place.startswith(place) for place in places):
        raise NotAllowed
