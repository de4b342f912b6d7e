from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from jishi.outbox.door import publish
from zhishou.ledger.actions.recording import record
from zhishou.ledger.events import HeadShown
from zhishou.ledger.models import ShownHead
from zhishou.ledger.queries.heads import head, told_heads, without_head_of
from zhishou.people.models import Engagement

FROM_HOUR = 8


def show_heads(*, at: datetime) -> int:
    """Show both parties of every engagement today's head, once a day from eight in the morning; return how many.

    What is shown is written and published here; delivery hears it, since evidence must not depend on delivery.

    Two at once are safe: the day's row is unique, and whoever cannot write it tells nobody.
    """
    today = timezone.localtime(at)
    if today.hour < FROM_HOUR:
        return 0
    return sum(_show(engagement, at=at) for engagement in without_head_of(today.date()))


@transaction.atomic
def _show(engagement: Engagement, *, at: datetime) -> bool:
    batch = head(engagement)
    if batch is None:
        return False
    day = timezone.localtime(at).date()
    row = ShownHead(
        engagement=engagement,
        day=day,
        head=batch.head,
        number=batch.number,
        last_position=batch.last_position,
        shown_at=at,
    )
    if not _first(row):
        return False
    persons = list(told_heads(engagement, at=at))
    record(
        what="ledger.head_shown",
        about_kind="chain",
        about_key=str(batch.chain.uuid),
        engagement=engagement,
        by=None,
        happened_at=at,
        at=at,
        payload={
            "day": day.isoformat(),
            "head": batch.head,
            "number": batch.number,
            "last_position": batch.last_position,
            "to": [{"uuid": str(person.uuid), "name": person.name} for person in persons],
        },
        process="ledger.heads",
    )
    publish(
        HeadShown(
            engagement_code=engagement.code,
            day=day.isoformat(),
            head=batch.head,
            number=batch.number,
            entries=batch.last_position,
            to=[str(person.uuid) for person in persons],
        ),
        at=at,
    )
    return True


def _first(row: ShownHead) -> bool:
    """Write the day's row; on SQLite the table's guard refuses a second one before the unique constraint does."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True
