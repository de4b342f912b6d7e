"""Hand parcels to their channels, outside of any transaction, and write down what came of it.

A channel that hangs holds up its own deliveries alone: the others go on beside it.
"""

import json
import uuid
from collections import defaultdict, deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models.functions import Coalesce

from jishi.outbox.door import publish
from jishi.vault.door import VaultLocked
from zhishou.notify.actions.planning import delivery_of, failed, quiet_hours
from zhishou.notify.channels.protocol import Letter, Receipt
from zhishou.notify.channels.registry import transport
from zhishou.notify.models import Attempt, Channel, Delivery, Parcel
from zhishou.notify.queries.deliveries import due
from zhishou.notify.queries.letters import letter_of
from zhishou.notify.rules import Outcome, State, Urgency, next_try, without_secrets

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]
LEASE = timedelta(minutes=5)
_GRIP = 20  # how many one worker takes at a time; with every channel at its time limit still within the lease
_HANDS = 10  # how many channels one worker talks to at once
_LOOK_AGAIN_S = 0.5  # while channels are slow, what has become due meanwhile is begun so soon
_EXCERPT = 300


def send_due(*, clock: Clock, until: datetime) -> int:
    """Send what is due, grip by grip, until nothing is left or the time is over; returns how many were tried."""
    tried = 0
    with ThreadPoolExecutor(_HANDS, thread_name_prefix="send") as hands:
        sender = _Sender(hands=hands, clock=clock)
        while True:
            grip = take(at=clock(), most=_GRIP - sender.held) if clock() < until else []
            tried += len(grip)
            sender.begin(grip)
            if not sender.held:
                return tried
            sender.go_on()


def take(*, at: datetime, most: int = _GRIP) -> list[Delivery]:
    """Grip some due deliveries; of two workers, each gets others."""
    keys = list(
        Delivery.objects.filter(due(at)).order_by("rush", "next_try_at").values_list("pk", flat=True)[:most]
    )
    if not keys:
        return []
    lease = uuid.uuid4()
    Delivery.objects.filter(due(at), pk__in=keys).update(lease=lease, leased_until=at + LEASE)
    mine = Delivery.objects.filter(lease=lease).order_by("rush", "next_try_at")
    return list(mine.select_related("parcel", "parcel__person__notice_wishes", "channel"))


@dataclass(slots=True, kw_only=True)
class _Sender:
    """Talks to several channels at once; only this thread touches the database."""

    hands: ThreadPoolExecutor
    clock: Clock
    # Of one chain each waits for the one before: pages through one channel, and all else that one person is told,
    # which goes by another channel only where the first has failed.
    chains: dict[object, deque[Delivery]] = field(default_factory=lambda: defaultdict(deque))
    under_way: dict[Future[Receipt], tuple[object, datetime]] = field(default_factory=dict)

    @property
    def held(self) -> int:
        """How many deliveries are in this grip and have no answer yet."""
        return sum(map(len, self.chains.values()))

    def begin(self, grip: list[Delivery]) -> None:
        """Add deliveries to those that are under way."""
        for delivery in grip:
            rushes = delivery.parcel.urgency == Urgency.PAGE
            key = ("channel", delivery.channel_id) if rushes else ("person", delivery.parcel.person_id)
            self.chains[key].append(delivery)
            if len(self.chains[key]) == 1:
                self._hand(key)

    def go_on(self) -> None:
        """Write down the answers that have come; waits a moment for one."""
        done, _ = wait(self.under_way, timeout=_LOOK_AGAIN_S, return_when=FIRST_COMPLETED)
        for future in done:
            key, started_at = self.under_way.pop(future)
            _write_down(self.chains[key].popleft(), future.result(), started_at=started_at, at=self.clock())
            self._hand(key)

    def _hand(self, key: object) -> None:
        """Give the first of a chain to a hand; what needs no sending any more ends here."""
        chain = self.chains[key]
        while chain:
            delivery, started_at = chain[0], self.clock()
            parcel, channel = delivery.parcel, delivery.channel
            if quiet_until := _quiet_until(parcel, at=started_at):
                _postpone(delivery, quiet_until)
                chain.popleft()
                continue
            if channel.removed_at is None and (parcel.urgency == Urgency.PAGE or not _arrived(parcel)):
                future = self.hands.submit(hand_over, channel, letter_of(parcel), at=started_at)
                self.under_way[future] = key, started_at
                return
            _end(delivery, State.SUPERSEDED, at=started_at)
            chain.popleft()
        del self.chains[key]


def _quiet_until(parcel: Parcel, *, at: datetime) -> datetime | None:
    """Return until when its person wants quiet now; a try after a failure may come due in the middle of it."""
    wishes = getattr(parcel.person, "notice_wishes", None)
    quiet = quiet_hours(wishes) if wishes and parcel.urgency != Urgency.PAGE else None
    return quiet.over_at(at) if quiet is not None and quiet.holds(at) else None


def _postpone(delivery: Delivery, until: datetime) -> None:
    Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease).update(
        next_try_at=until, lease=None, leased_until=None
    )


def _arrived(parcel: Parcel) -> bool:
    return Parcel.objects.filter(pk=parcel.pk, delivered_at__isnull=False).exists()


def hand_over(channel: Channel, letter: Letter, *, at: datetime) -> Receipt:
    """Try once; the answer is cut and freed of what the channel keeps secret."""
    way = transport(channel.kind)
    if way is None or not way.is_available():
        return Receipt(outcome=Outcome.TEMPORARY, answer=f"This deployment has no channel “{channel.kind}” now.")
    try:
        details = json.loads(channel.details.reveal())
    except VaultLocked as error:
        return Receipt(outcome=Outcome.TEMPORARY, answer=str(error)[:_EXCERPT])
    try:
        receipt = way.send(letter, details=details, at=at)
    except Exception as error:
        log.exception("notify.channel_broke", channel_kind=channel.kind)
        receipt = Receipt(outcome=Outcome.TEMPORARY, answer=type(error).__name__)
    return replace(receipt, answer=without_secrets(receipt.answer, details)[:_EXCERPT])


@transaction.atomic
def _write_down(delivery: Delivery, receipt: Receipt, *, started_at: datetime, at: datetime) -> None:
    Attempt.objects.create(
        delivery=delivery, started_at=started_at, ended_at=at, outcome=receipt.outcome, answer=receipt.answer
    )
    if receipt.outcome is Outcome.DELIVERED:
        _end(delivery, State.DELIVERED, at=at)
        first = Parcel.objects.filter(pk=delivery.parcel_id, delivered_at__isnull=True)
        first.update(delivered_at=at, failed_at=None)
        Channel.objects.filter(pk=delivery.channel_id).update(
            last_success_at=at, failing_since=None, last_answer=receipt.answer
        )
        return
    Channel.objects.filter(pk=delivery.channel_id).update(
        failing_since=Coalesce("failing_since", started_at), last_answer=receipt.answer
    )
    tries = delivery.tries + 1
    wait = next_try(Urgency(delivery.parcel.urgency), tries=tries, asked=receipt.retry_after)
    if receipt.outcome is Outcome.PERMANENT or wait is None:
        _end(delivery, State.GIVEN_UP, at=at, tries=tries)
    else:
        Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease).update(
            tries=tries, next_try_at=at + wait, lease=None, leased_until=None
        )
    _open_next_channel(delivery.parcel, at=at)


def _end(delivery: Delivery, state: State, *, at: datetime, tries: int | None = None) -> None:
    # A worker whose lease ran out may find the delivery in other hands: then theirs is the last word.
    Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease, state=State.WAITING).update(
        state=state,
        ended_at=at,
        lease=None,
        leased_until=None,
        tries=delivery.tries + 1 if tries is None and state is State.DELIVERED else (tries or delivery.tries),
    )


def _open_next_channel(parcel: Parcel, *, at: datetime) -> None:
    """After a failure the next channel begins at once; with none left and all given up, say so."""
    Parcel.objects.select_for_update().get(pk=parcel.pk)
    used = Delivery.objects.filter(parcel=parcel)
    unused = (
        Channel.objects.filter(person_id=parcel.person_id, removed_at__isnull=True, verified_at__isnull=False)
        .exclude(pk__in=used.values("channel_id"))
        .order_by("rank", "pk")
        .first()
    )
    if unused is not None:
        Delivery.objects.bulk_create([delivery_of(parcel, unused, at=at)], ignore_conflicts=True)
        return
    if used.filter(state__in=[State.WAITING, State.DELIVERED]).exists():
        return
    if Parcel.objects.filter(pk=parcel.pk, failed_at__isnull=True, delivered_at__isnull=True).update(failed_at=at):
        notices = list(parcel.notices.select_related("person", "engagement").order_by("pk"))
        publish(failed(notices, reason="given_up", at=at), at=at)
