"""Who may change whom."""

from datetime import datetime

from jishi.refusals.door import NotAllowed
from xieban.directory.models import Person, Unit
from xieban.directory.queries import administers, department_of


def uuid_of(by: Person | None) -> str | None:
    return str(by.uuid) if by else None


def require_administrator(by: Person | None, *, unit: Unit | None, at: datetime) -> None:
    """Refuse unless `by` looks after the whole directory, or after the branch in which `unit` lies."""
    if by is not None and not administers(by, unit=unit, at=at):
        raise NotAllowed


def looks_after(by: Person | None, person: Person, *, at: datetime) -> bool:
    """Say whether `by` looks after this person; the whole directory's administrators only after each other."""
    if by is None or by.is_administrator:
        return True
    return not person.is_administrator and administers(by, unit=department_of(person, at=at), at=at)


def require_administrator_of(by: Person | None, person: Person, *, at: datetime) -> None:
    """Refuse unless `by` looks after this person."""
    if not looks_after(by, person, at=at):
        raise NotAllowed
