"""Filters of the console that are kept under a name."""

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from jishi.refusals.door import Invalid, NotAllowed, Refusal
from zhishou.desk.models import SavedFilter
from zhishou.desk.rules.places import of_address
from zhishou.desk.rules.words import SEES_ALL, WORKS
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role
from zhishou.people.rules import Role

MOST: Final = 30
LONGEST: Final = 700


class NeedsName(Invalid):
    """Give the filter a name of at most 40 characters."""


class NameTaken(Refusal):
    """You have a filter of this name already. Choose another name, or delete that one first."""


class EnoughFilters(Refusal):
    """You keep 30 filters already. Delete one that you no longer need."""


@transaction.atomic
def save_filter(
    *, engagement: Engagement, name: str, asked: str, is_shared: bool, by: Person, at: datetime
) -> SavedFilter:
    """Keep what the console shows under a name, for oneself or for the whole service team."""
    held = require_role(by, engagement, SEES_ALL, at=at)
    if is_shared and not held & WORKS:
        raise NotAllowed
    name = " ".join(name.split())
    if not name or len(name) > 40 or "\x00" in name:  # noqa: PLR2004 - the column's size
        raise NeedsName
    own = SavedFilter.objects.filter(engagement=engagement, owner=by)
    if own.count() >= MOST:
        raise EnoughFilters
    try:
        with transaction.atomic():
            return SavedFilter.objects.create(
                engagement=engagement,
                owner=by,
                name=name,
                asked=of_address(asked)[:LONGEST],
                is_shared=is_shared,
                saved_at=at,
            )
    except IntegrityError as error:
        raise NameTaken from error


@transaction.atomic
def delete_filter(*, saved: SavedFilter, by: Person, at: datetime) -> None:
    """Forget a filter: one's own, or as a manager one that is shared."""
    held = require_role(by, saved.engagement, SEES_ALL, at=at)
    if saved.owner_id != by.pk and not (saved.is_shared and Role.MANAGER in held):
        raise NotAllowed
    SavedFilter.objects.filter(pk=saved.pk).delete()
