"""Which live news a person may hear."""

from datetime import datetime

from zhishou.people.models import Person
from zhishou.people.queries import engagements_of


def audiences_of(*, person: Person, at: datetime) -> frozenset[str]:
    """Return the person's own audience and those of their engagements."""
    engagements = engagements_of(person, at=at).values_list("uuid", flat=True)
    return frozenset({f"person:{person.uuid}", *(f"engagement:{uuid}" for uuid in engagements)})
