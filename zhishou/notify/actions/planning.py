"""Decide how notices leave the house: alone, in a digest, later, or not at all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from jishi.outbox.door import publish_all
from zhishou.notify import rules
from zhishou.notify.actions.account_mail import give_mail_channels
from zhishou.notify.events import DeliveryFailed
from zhishou.notify.models import Channel, Delivery, Notice, Parcel, Wishes
from zhishou.notify.rules import QuietHours, Urgency, Waiting, departure

_PERSONS_AT_ONCE = 200
_BATCH = 500


@dataclass(slots=True, kw_only=True)
class _Desk:
    """What is needed to decide for some persons, read in few queries; and what was decided."""

    at: datetime
    notices: dict[int, list[Notice]]
    wishes: dict[int, Wishes]
    channels: dict[int, list[Channel]]
    recent: dict[int, list[datetime]]
    last_digest: dict[int, datetime]
    parcels: list[tuple[Parcel, list[Notice]]] = field(default_factory=list)
    planned: list[int] = field(default_factory=list)
    held: dict[datetime, list[int]] = field(default_factory=lambda: defaultdict(list))
    unreachable: list[Notice] = field(default_factory=list)


def plan(*, at: datetime) -> int:
    """Put every due notice into a parcel or hold it; returns how many persons were looked at."""
    seen = 0
    while persons := _persons_to_plan(at):
        seen += len(persons)
        _plan_for(persons, at=at)
        if len(persons) < _PERSONS_AT_ONCE:
            break
    return seen


def _persons_to_plan(at: datetime) -> list[int]:
    due = Notice.objects.filter(planned_at__isnull=True, due_at__lte=at).order_by()
    return list(due.values_list("person_id", flat=True).distinct()[:_PERSONS_AT_ONCE])


@transaction.atomic
def _plan_for(persons: Sequence[int], *, at: datetime) -> None:
    desk = _gather(persons, at=at)
    for person_id, notices in desk.notices.items():
        _decide(desk, person_id, notices)
    _write(desk)


def _gather(persons: Sequence[int], *, at: datetime) -> _Desk:
    Wishes.objects.bulk_create([Wishes(person_id=pk) for pk in persons], ignore_conflicts=True)
    # The lock by which two workers do not plan for the same person; taken in one order.
    locked = Wishes.objects.filter(person__in=persons).order_by("pk").select_for_update()
    wishes = {one.person_id: one for one in locked}
    give_mail_channels(persons, at=at)
    desk = _Desk(
        at=at,
        wishes=wishes,
        notices=defaultdict(list),
        channels=defaultdict(list),
        recent=defaultdict(list),
        last_digest={},
    )
    for notice in (
        Notice.objects.filter(planned_at__isnull=True, person__in=persons)
        .select_related("person", "engagement")
        .order_by("pk")
    ):
        desk.notices[notice.person_id].append(notice)
    usable = Channel.objects.filter(person__in=persons, removed_at__isnull=True, verified_at__isnull=False)
    for channel in usable.order_by("rank", "pk"):
        desk.channels[channel.person_id].append(channel)
    lately = Parcel.objects.filter(person__in=persons, made_at__gt=at - rules.WINDOW).exclude(urgency=Urgency.PAGE)
    for person_id, made_at, is_digest in lately.values_list("person_id", "made_at", "is_digest"):
        if is_digest:
            desk.last_digest[person_id] = max(made_at, desk.last_digest.get(person_id, made_at))
        else:
            desk.recent[person_id].append(made_at)
    return desk


def _decide(desk: _Desk, person_id: int, notices: list[Notice]) -> None:
    wishes, channels = desk.wishes[person_id], desk.channels[person_id]
    muted = set(wishes.muted_kinds)
    staying = [
        one for one in notices if (not channels) or (one.kind in muted and rules.may_be_muted(Urgency(one.urgency)))
    ]
    desk.planned += [one.pk for one in staying]
    desk.unreachable += [one for one in staying if one.urgency == Urgency.PAGE]
    by_key = {one.pk: one for one in notices if one not in staying}
    decided = departure(
        [Waiting(key=pk, urgency=Urgency(one.urgency), told_at=one.told_at) for pk, one in by_key.items()],
        recent=desk.recent[person_id],
        last_digest=desk.last_digest.get(person_id),
        quiet=quiet_hours(wishes),
        at=desk.at,
    )
    for key in decided.singles:
        _pack(desk, [by_key[key]], is_digest=False)
    if decided.digest:
        _pack(desk, [by_key[key] for key in decided.digest], is_digest=True)
    if decided.look_again_at is not None:
        desk.held[decided.look_again_at] += decided.held


def quiet_hours(wishes: Wishes) -> QuietHours | None:
    """Return a person's quiet hours, where they have any."""
    if wishes.quiet_from is None or wishes.quiet_until is None:
        return None
    return QuietHours(begins=wishes.quiet_from, ends=wishes.quiet_until, zone=ZoneInfo(wishes.zone))


def _pack(desk: _Desk, notices: list[Notice], *, is_digest: bool) -> None:
    urgency = max((Urgency(one.urgency) for one in notices), key=list(Urgency).index)
    parcel = Parcel(person_id=notices[0].person_id, urgency=urgency, is_digest=is_digest, made_at=desk.at)
    desk.parcels.append((parcel, notices))
    desk.planned += [one.pk for one in notices]


def _write(desk: _Desk) -> None:
    Parcel.objects.bulk_create([parcel for parcel, _ in desk.parcels], batch_size=_BATCH)
    link = Parcel.notices.through
    link.objects.bulk_create(
        [link(parcel_id=parcel.pk, notice_id=one.pk) for parcel, notices in desk.parcels for one in notices],
        batch_size=_BATCH,
    )
    Delivery.objects.bulk_create(
        [
            delivery_of(parcel, channel, at=desk.at)
            for parcel, _ in desk.parcels
            for channel in first_channels(desk.channels[parcel.person_id], urgency=Urgency(parcel.urgency))
        ],
        batch_size=_BATCH,
    )
    for pks in _batches(desk.planned):
        Notice.objects.filter(pk__in=pks).update(planned_at=desk.at)
    for moment, held in desk.held.items():
        for pks in _batches(held):
            Notice.objects.filter(pk__in=pks).update(due_at=moment)
    publish_all((failed([one], reason="no_channel", at=desk.at) for one in desk.unreachable), at=desk.at)


def _batches(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH))


def first_channels(channels: list[Channel], *, urgency: Urgency) -> list[Channel]:
    """Return by which channels to begin: a page by all at once, anything else by the preferred one."""
    return channels if urgency is Urgency.PAGE else channels[:1]


def delivery_of(parcel: Parcel, channel: Channel, *, at: datetime) -> Delivery:
    """Return a delivery that may leave now."""
    return Delivery(parcel=parcel, channel=channel, rush=0 if parcel.urgency == Urgency.PAGE else 1, next_try_at=at)


def failed(notices: Sequence[Notice], *, reason: str, at: datetime) -> DeliveryFailed:
    """Return the news that a person could not be reached."""
    return DeliveryFailed(
        person_uuid=str(notices[0].person.uuid),
        notice_uuids=tuple(str(one.uuid) for one in notices),
        kinds=tuple(one.kind for one in notices),
        urgency=max((Urgency(one.urgency) for one in notices), key=list(Urgency).index),
        engagement_codes=tuple(sorted({one.engagement.code for one in notices if one.engagement})),
        reason=reason,
        failed_at=at,
    )
