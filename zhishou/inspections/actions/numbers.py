"""Numbers of rounds, findings and reports, counted within one engagement and drawn under its lock."""

from zhishou.inspections.models import Numbering
from zhishou.people.models import Engagement


def next_number(engagement: Engagement, *, of: str, so_many: int = 1) -> int:
    """Return the first of so many new numbers, in the caller's transaction: without gaps, none twice."""
    Numbering.objects.get_or_create(engagement=engagement)
    held = Numbering.objects.select_for_update().get(engagement=engagement)
    field = f"last_{of}"
    first = getattr(held, field) + 1
    setattr(held, field, first + so_many - 1)
    held.save(update_fields=[field])
    return int(first)
