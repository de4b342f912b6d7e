"""Long work on many tickets: begun on a page, carried by a worker, found again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from jishi.work.door import begin, under_way
from zhishou.desk.actions.batches import Wish, begin_batch, do_next
from zhishou.desk.models import Batch
from zhishou.desk.queries.places import batch_of_work
from zhishou.desk.rules.places import AT_ONCE
from zhishou.people.models import Engagement, Person


def carry_out(
    *, engagement: Engagement, tickets: Sequence[tuple[int, int]], wish: Wish, by: Person, at: datetime
) -> Batch:
    """Do what is wished about many tickets: a few at once, more as long work; the batch tells of each."""
    with transaction.atomic():
        batch = begin_batch(engagement=engagement, tickets=tickets, wish=wish, by=by, at=at)
        if len(tickets) > AT_ONCE:
            begin(
                title=_("%(count)d tickets at once") % {"count": len(tickets)},
                job=carry_batch,
                owner=by.uuid,
                at=at,
                arguments={"batch": str(batch.uuid)},
                scope=engagement.code,
                total=len(tickets),
            )
            return batch
    while do_next(batch=batch, at=at):
        pass
    return batch


@task()
def carry_batch(*, work: str, batch: str) -> None:
    """Do one ticket after the other; begun again, it goes on where it was."""
    carried = batch_of_work(uuid=batch)
    with translation.override(carried.by.language), under_way(work) as progress:
        total = carried.items.count()
        done = carried.items.filter(ended_at__isnull=False).count()
        while do_next(batch=carried, at=timezone.now()):
            done += 1
            progress.advance(done=done, total=total)
        refused = carried.items.exclude(refused="").count()
        progress.finish(
            result_url=reverse(
                "desk:bulk_report", kwargs={"engagement_code": carried.engagement.code, "uuid": carried.uuid}
            ),
            note=_("%(done)d done, %(refused)d refused") % {"done": total - refused, "refused": refused},
        )
