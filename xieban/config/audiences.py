"""Which live news a person may hear."""

from datetime import datetime

from xieban.directory.models import Person


def audiences_of(*, person: Person, at: datetime) -> frozenset[str]:
    """Return the person's own audience."""
    del at
    return frozenset({f"person:{person.uuid}"})
