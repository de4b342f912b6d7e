"""Rows of the API from what the queries return."""

from typing import Any

from jishi.api.door import tag
from zhishou.notify.channels.registry import transport
from zhishou.notify.models import Attempt, Channel, Delivery, Parcel
from zhishou.notify.queries.inbox import InboxRow
from zhishou.notify.rules import State


def as_notice(row: InboxRow) -> dict[str, Any]:
    """Say what somebody was told, in words."""
    notice = row.notice
    return {
        "uuid": notice.uuid,
        "kind": notice.kind,
        "urgency": notice.urgency,
        "engagement": notice.engagement.code if notice.engagement else None,
        "subject": row.wording.subject,
        "body": row.wording.body,
        "link": notice.link,
        "told_at": notice.told_at,
        "read_at": notice.read_at,
    }


def as_channel(channel: Channel) -> dict[str, Any]:
    """Say which way leads to somebody; never by which details."""
    way = transport(channel.kind)
    return {
        "uuid": channel.uuid,
        "kind": channel.kind,
        "name": str(way.name) if way else channel.kind,
        "shown": channel.shown,
        "rank": channel.rank,
        "from_account": channel.from_account,
        "created_at": channel.created_at,
        "verified_at": channel.verified_at,
        "failing_since": channel.failing_since,
        "last_success_at": channel.last_success_at,
    }


def tag_of(channel: Channel) -> str:
    """Return the ETag of a channel: it changes with its place and with its proof."""
    return tag("channel", str(channel.uuid), channel.rank, channel.verified_at is not None)


def as_delivered(row: InboxRow) -> dict[str, Any]:
    """Say what became of one notice."""
    notice = row.notice
    return {
        "uuid": notice.uuid,
        "person": notice.person.uuid,
        "person_name": notice.person.name,
        "kind": notice.kind,
        "urgency": notice.urgency,
        "subject": row.wording.subject,
        "told_at": notice.told_at,
        "deliveries": [
            _as_delivery(parcel, delivery)
            for parcel in notice.parcels.all()
            for delivery in parcel.deliveries.all()
        ],
    }


def _as_delivery(parcel: Parcel, delivery: Delivery) -> dict[str, Any]:
    return {
        "channel_kind": delivery.channel.kind,
        "channel": delivery.channel.shown,
        "state": delivery.state,
        "in_digest": parcel.is_digest,
        "tries": delivery.tries,
        "next_try_at": delivery.next_try_at if delivery.state == State.WAITING else None,
        "attempts": [_as_attempt(attempt) for attempt in delivery.attempts.all()],
    }


def _as_attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "started_at": attempt.started_at,
        "ended_at": attempt.ended_at,
        "outcome": attempt.outcome,
        "answer": attempt.answer,
    }
