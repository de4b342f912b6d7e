"""Who may change whom."""

from datetime import datetime

from jishi.refusals.door import NotAllowed, NotThere
from zhishou.people import queries
from zhishou.people.models import Engagement, Organisation, Person
from zhishou.people.rules import Role, granted_by


def require_platform_admin(by: Person | None) -> None:
    """Refuse everybody but the platform's administrators and the operator at the console."""
    if by is not None and not by.is_platform_admin:
        raise NotAllowed


def require_administrator(by: Person | None, organisation: Organisation, *, at: datetime) -> None:
    """Refuse unless `by` looks after the people of this organisation in some engagement of his."""
    if by is None or by.is_platform_admin or organisation in queries.administered_organisations(by, at=at):
        return
    raise NotAllowed


def require_administrator_of(by: Person | None, person: Person, *, at: datetime) -> None:
    """Refuse unless `by` looks after this person; whoever may not even see the person learns nothing."""
    if by is None or by.is_platform_admin:
        return
    if not queries.visible_persons(by, at=at).filter(pk=person.pk).exists():
        raise NotThere
    require_administrator(by, person.organisation, at=at)


def require_grantor(by: Person | None, engagement: Engagement, role: Role, *, at: datetime) -> None:
    """Refuse unless `by` may grant or revoke the role in this engagement."""
    if by is None or by.is_platform_admin:
        return
    queries.require_role(by, engagement, [granted_by(role)], at=at)


def require_any_grantor(by: Person, engagement: Engagement, *, at: datetime) -> None:
    """Refuse who may grant no role at all in this engagement."""
    if not queries.grantable_roles(by, engagement, at=at):
        raise NotAllowed


def require_any_administrator(by: Person, *, at: datetime) -> None:
    """Refuse who looks after nobody's people."""
    if not queries.administered_organisations(by, at=at).exists():
        raise NotAllowed
