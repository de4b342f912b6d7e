"""Who asks."""

from typing import TYPE_CHECKING, cast

from jishi.pages.door import PageRequest

if TYPE_CHECKING:
    from zhishou.people.models import Person


def person_of(request: PageRequest) -> "Person":
    """Return who is signed in; every page here needs that."""
    return cast("Person", request.user)
