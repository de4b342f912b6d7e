"""Many tickets at once: each is done or refused on its own, and nothing is half done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jishi.refusals.door import Invalid, Refusal
from zhishou.desk.actions.endings import close_ticket
from zhishou.desk.actions.families import put_under
from zhishou.desk.actions.hands import assign, hand_over
from zhishou.desk.models import Batch, BatchItem, Ticket
from zhishou.desk.queries.tickets import get_ticket
from zhishou.desk.rules.places import MOST, Verb
from zhishou.desk.rules.words import WORKS
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role
from zhishou.people.rules import Tier


class NothingChosen(Invalid):
    """Choose at least one ticket, and at most 200."""


class WishIncomplete(Invalid):
    """Say where the tickets go: a tier with a note, the ticket above them, or why they close."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wished about each ticket."""

    verb: Verb
    tier: Tier | None = None
    to: Person | None = None
    parent: int | None = None
    words: str = ""


@transaction.atomic
def begin_batch(
    *, engagement: Engagement, tickets: Sequence[tuple[int, int]], wish: Wish, by: Person, at: datetime
) -> Batch:
    """Write down a wish about many tickets, each by its number and the revision that was seen; do nothing yet."""
    require_role(by, engagement, WORKS, at=at)
    if not 0 < len(tickets) <= MOST:
        raise NothingChosen
    words = wish.words.strip()
    needs = {Verb.HAND_OVER: wish.tier and words, Verb.PUT_UNDER: wish.parent, Verb.CLOSE: words}
    if not needs.get(wish.verb, True) or len(words) > 4000 or "\x00" in words:  # noqa: PLR2004 - the column's size
        raise WishIncomplete
    batch = Batch.objects.create(
        engagement=engagement,
        by=by,
        verb=wish.verb,
        tier=wish.tier or "",
        to=wish.to,
        parent=wish.parent,
        words=words,
        begun_at=at,
    )
    BatchItem.objects.bulk_create(
        BatchItem(batch=batch, place=place, number=number, revision=revision)
        for place, (number, revision) in enumerate(tickets)
    )
    return batch


def do_next(*, batch: Batch, at: datetime) -> bool:
    """Do the next ticket of a batch, or refuse it in words; say whether there was one.

    The deed and its mark are one transaction, so that a batch that is begun again does nothing twice.
    """
    with transaction.atomic():
        item = batch.items.select_for_update().filter(ended_at__isnull=True).order_by("place").first()
        if item is None:
            return False
        try:
            with transaction.atomic():
                _do(batch, item, at=at)
        except Refusal as refusal:
            item.refused = str(refusal)[:500]
        item.ended_at = at
        item.save(update_fields=["ended_at", "refused"])
    return True


def _do(batch: Batch, item: BatchItem, *, at: datetime) -> Ticket | object:
    by, seen = batch.by, item.revision
    ticket = get_ticket(by, engagement=batch.engagement, number=item.number, at=at)
    match Verb(batch.verb):
        case Verb.ASSIGN:
            return assign(ticket=ticket, to=batch.to, revision=seen, by=by, at=at)
        case Verb.HAND_OVER:
            return hand_over(ticket=ticket, tier=Tier(batch.tier), note=batch.words, revision=seen, by=by, at=at)
        case Verb.PUT_UNDER:
            return put_under(ticket=ticket, parent=batch.parent, revision=seen, by=by, at=at)
        case Verb.CLOSE:
            return close_ticket(ticket=ticket, reason=batch.words, revision=seen, by=by, at=at)
