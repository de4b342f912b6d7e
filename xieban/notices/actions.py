"""Drafting, handing in, publishing, reading, reminding and withdrawing notices."""

import uuid as uuids
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from jishi.live.door import announce
from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, NotAllowed, Refusal
from xieban.directory.models import Person, Unit
from xieban.directory.queries import everybody_here, listed_in
from xieban.flows import actions as flows
from xieban.flows import queries as flow_queries
from xieban.flows.models import Instance
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.words import OVER, Decision, Status, Verb
from xieban.notices.events import NoticeChanged
from xieban.notices.models import Notice, Receipt
from xieban.notices.queries import may_change, may_manage, notice_of
from xieban.notices.rules import BODY, FLOW, State, may_remind
from xieban.writing.actions import begin_body, require_saved
from xieban.writing.queries import last_revision

LONGEST_REASON = 400


class TitleNeeded(Invalid):
    """A notice has a title of at most 200 characters."""


class NothingWritten(Refusal):
    """There is no text yet. Write it before handing the notice in."""


class NotADraft(Refusal):
    """This notice was handed in already."""


class NotPublished(Refusal):
    """Only a published notice can be withdrawn, and only once."""


class RemindedLately(Refusal):
    """The unread were reminded less than four hours ago, or there are none."""


class WhyWithdrawn(Invalid):
    """Say why it is withdrawn, in at most 400 characters; its receivers read that."""


def draft(*, title: str, departments: Sequence[Unit], by: Person, at: datetime) -> Notice:
    """Begin a notice with an empty text."""
    key = uuids.uuid4()
    with transaction.atomic():
        notice = Notice.objects.create(
            uuid=key,
            title=_title(title),
            state=State.DRAFT.value,
            body=begin_body(kind=BODY, key=str(key), by=by, at=at),
            by=by,
            made_at=at,
        )
        notice.departments.set(departments)
    return notice


def change(*, notice: Notice, title: str, departments: Sequence[Unit], by: Person, at: datetime) -> None:
    """Change title and receivers, while it is a draft or was returned."""
    if not may_change(by, notice, at=at):
        raise NotAllowed
    with transaction.atomic():
        notice.title = _title(title)
        notice.save(update_fields=["title"])
        notice.departments.set(departments)
        if notice.instance is not None:
            flows.retitle(instance=notice.instance, title=notice.title)


def hand_in(*, notice: Notice, by: Person, at: datetime) -> Instance:
    """Hand a draft in for review."""
    if by.pk != notice.by_id:
        raise NotAllowed
    if last_revision(notice.body) is None:
        raise NothingWritten
    require_saved(body=notice.body, by=by)
    with transaction.atomic():
        claimed = Notice.objects.filter(pk=notice.pk, state=State.DRAFT.value).update(state=State.REVIEW.value)
        if not claimed:
            raise NotADraft
        instance = flows.start(flow=FLOW, title=notice.title, values={}, by=by, at=at)
        Notice.objects.filter(pk=notice.pk).update(instance=instance)
        standing = flow_queries.standing_of(by, instance, at=at)
        (first,) = standing.control.of(Verb.COMPLETE)
        return complete(
            seat_uuid=str(standing.seats[first.seat]), decision=first.decisions[0], values={}, by=by, at=at
        )


def complete(
    *, seat_uuid: str, decision: Decision, words: str = "", values: Mapping[str, Value], by: Person, at: datetime
) -> Instance:
    """Do a piece of work of a review; at its end the notice is published in the same transaction."""
    with transaction.atomic():
        instance = flows.complete(seat_uuid=seat_uuid, decision=decision, words=words, values=values, by=by, at=at)
        if instance.status == Status.FINISHED:
            _publish(instance, at=at)
    return instance


def _publish(instance: Instance, *, at: datetime) -> None:
    notice = notice_of(instance)
    if notice is None:
        return
    claimed = Notice.objects.filter(pk=notice.pk, state=State.REVIEW.value)
    if not claimed.update(state=State.PUBLISHED.value, published_at=at):
        return
    people = {one.pk: one for unit in notice.departments.all() for one in _members(unit, at=at)}
    receivers = list(people.values()) or list(everybody_here())
    Receipt.objects.bulk_create(Receipt(notice=notice, person=one, since=at) for one in receivers)
    publish(NoticeChanged(notice_uuid=str(notice.uuid), happened_at=at), at=at)
    _ring(receivers)


def _members(unit: Unit, *, at: datetime) -> list[Person]:
    return [one.person for one in listed_in(unit, at=at)]


def settle(*, instance: Instance) -> None:
    """Let a notice whose review was called off or ended be a draft again."""
    if Status(instance.status) in OVER and instance.status != Status.FINISHED:
        Notice.objects.filter(instance=instance, state=State.REVIEW.value).update(
            state=State.DRAFT.value, instance=None
        )


def mark_read(*, notice: Notice, by: Person, at: datetime) -> None:
    """Note that a receiver has opened a published notice; only the first time counts."""
    if notice.state == State.PUBLISHED:
        Receipt.objects.filter(notice=notice, person=by, read_at=None, since__lte=at).update(read_at=at)


def remind(*, notice: Notice, by: Person, at: datetime) -> int:
    """Remind those who have not read it: it stands in front of them again; return how many they are."""
    if not may_manage(by, notice, at=at):
        raise NotAllowed
    unread = notice.receipts.filter(read_at=None).select_related("person")
    people = [one.person for one in unread]
    if notice.state != State.PUBLISHED or not people or not may_remind(notice.reminded_at, at=at):
        raise RemindedLately
    claimed = Notice.objects.filter(pk=notice.pk, reminded_at=notice.reminded_at).update(reminded_at=at)
    if not claimed:
        raise RemindedLately
    _ring(people)
    return len(people)


def withdraw(*, notice: Notice, reason: str, by: Person, at: datetime) -> None:
    """Withdraw a published notice, with a reason that its receivers read in its place."""
    if not may_manage(by, notice, at=at):
        raise NotAllowed
    reason = reason.replace("\x00", "").strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise WhyWithdrawn
    with transaction.atomic():
        done = Notice.objects.filter(pk=notice.pk, state=State.PUBLISHED.value).update(
            state=State.WITHDRAWN.value, withdrawn_at=at, withdrawn_by=by, reason=reason
        )
        if not done:
            raise NotPublished
        publish(NoticeChanged(notice_uuid=str(notice.uuid), happened_at=at), at=at)
    _ring([one.person for one in notice.receipts.select_related("person")])


def _title(typed: str) -> str:
    title = typed.replace("\x00", "").strip()
    if not title or len(title) > 200:  # noqa: PLR2004 - as the column
        raise TitleNeeded
    return title


def _ring(people: Sequence[Person]) -> None:
    for person in people:
        announce(audience=f"person:{person.uuid}", news="notice")
        announce(audience=f"person:{person.uuid}", news="notices")  # what the bell of the shell listens to
