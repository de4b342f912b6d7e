"""Which notices somebody sees, and who has read them."""

import uuid as uuids
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from jishi.database.door import Given
from jishi.refusals.door import NotThere
from xieban.directory.models import Person, Unit
from xieban.directory.queries import has_role
from xieban.directory.rules import Role
from xieban.flows import queries as flows
from xieban.flows.models import Instance
from xieban.flows.queries.instances import visible as visible_instances
from xieban.flows.rules.words import Verb
from xieban.notices.models import Notice, Receipt
from xieban.notices.rules import BODY, PAGE, SHOWN, State, may_remind
from xieban.writing.queries import Holder, texts_at, words_of

SHOWN_STATES = sorted(state.value for state in SHOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Who has read a notice and who has not."""

    read: tuple[Receipt, ...]
    unread: tuple[Receipt, ...]
    may_remind: bool

    @property
    def percent(self) -> int:
        """Return how many of a hundred have read it."""
        total = len(self.read) + len(self.unread)
        return len(self.read) * 100 // total if total else 0


def visible(viewer: Person, *, at: datetime) -> QuerySet[Notice]:
    """Return the notices that somebody sees: his own, those published for him, those that he reviews."""
    found = Notice.objects.select_related("by", "body", "instance__version__flow", "withdrawn_by")
    found = found.defer("instance__version__text")
    if viewer.is_administrator:
        return found
    received = Receipt.objects.filter(notice=OuterRef("pk"), person=viewer)
    reviews = visible_instances(viewer, at=at).filter(pk=OuterRef("instance"))
    return found.filter(Q(by=viewer) | Exists(received) | Exists(reviews) & ~Q(state=State.DRAFT.value))


def get_notice(viewer: Person, *, uuid: str, at: datetime) -> Notice:
    """Return one notice."""
    try:
        found = visible(viewer, at=at).filter(uuid=uuids.UUID(str(uuid))).first()
    except ValueError as error:
        raise NotThere from error
    if found is None:
        raise NotThere
    return found


def notice_of(instance: Instance) -> Notice | None:
    """Return the notice that an instance reviews."""
    return Notice.objects.filter(instance=instance).first()


def received(viewer: Person, *, unread: bool, before: int | None) -> tuple[list[Receipt], int | None]:
    """Return a page of what was published for somebody, the newest first, and where the next one begins."""
    rows = Receipt.objects.filter(person=viewer, notice__state__in=SHOWN_STATES)
    if unread:
        rows = rows.filter(read_at=None, notice__state=State.PUBLISHED.value)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("notice__by").order_by("-pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def written_by(viewer: Person) -> QuerySet[Notice]:
    """Return the notices that somebody wrote, the newest first."""
    return Notice.objects.filter(by=viewer).select_related("by").order_by("-pk")[:100]


def unread_by(viewer: int | Given) -> QuerySet[Receipt]:
    """Return the receipts of published notices that somebody has not read; to be counted."""
    return Receipt.objects.filter(person=viewer, read_at=None, notice__state=State.PUBLISHED.value)


def unread_count(viewer: Person) -> int:
    """Return how many published notices somebody has not read."""
    return unread_by(viewer.pk).count()


def departments_of(notice: Notice) -> list[Unit]:
    """Return the departments for which a notice is meant; none: everybody."""
    return list(notice.departments.all())


def reading_of(viewer: Person, notice: Notice, *, at: datetime) -> Reading | None:
    """Return who has read a notice, for its author and whoever looks after all."""
    if not may_manage(viewer, notice, at=at) or notice.published_at is None:
        return None
    rows = list(notice.receipts.select_related("person").order_by("person__rank", "person__name_pinyin"))
    unread = tuple(one for one in rows if one.read_at is None)
    return Reading(
        read=tuple(one for one in rows if one.read_at is not None),
        unread=unread,
        may_remind=bool(unread) and notice.state == State.PUBLISHED and may_remind(notice.reminded_at, at=at),
    )


def may_manage(viewer: Person, notice: Notice, *, at: datetime) -> bool:
    """Say whether somebody may remind the unread of a notice and withdraw it."""
    return viewer.pk == notice.by_id or viewer.is_administrator or has_role(viewer, Role.OFFICE_HEAD, at=at)


def may_change(viewer: Person, notice: Notice, *, at: datetime) -> bool:
    """Say whether somebody may change a notice now: its author, while it is a draft or was returned to him."""
    if viewer.pk != notice.by_id:
        return False
    if notice.state == State.DRAFT:
        return True
    if notice.state != State.REVIEW or notice.instance is None:
        return False
    return flows.standing_of(viewer, notice.instance, at=at).control.may(Verb.COMPLETE)


class NoticeHolder(Holder):
    """Answers for the texts of notices."""

    def may_read(self, viewer: Person, *, key: str, at: datetime) -> bool:
        """Say whether somebody sees the notice; nobody reads what was withdrawn, but its author."""
        notice = _seen(viewer, key, at=at)
        return notice is not None and (notice.state != State.WITHDRAWN or may_manage(viewer, notice, at=at))

    def may_write(self, viewer: Person, *, key: str, at: datetime) -> bool:
        """Say whether somebody may change the text now."""
        notice = _seen(viewer, key, at=at)
        return notice is not None and may_change(viewer, notice, at=at)

    def title(self, *, key: str) -> str:
        """Return what the notice is called."""
        return Notice.objects.filter(uuid=key).values_list("title", flat=True).first() or ""

    def address(self, *, key: str) -> str:
        """Return the page of the notice."""
        return reverse("notices:one", kwargs={"uuid": key})


def _seen(viewer: Person, key: str, *, at: datetime) -> Notice | None:
    try:
        return get_notice(viewer, uuid=key, at=at)
    except NotThere:
        return None


def published_with_receivers(uuids: Iterable[str]) -> list[tuple[Notice, list[int]]]:
    """Return published notices and whom they are for; for background work, where nobody is looking."""
    found = Notice.objects.filter(uuid__in=list(uuids), state=State.PUBLISHED.value)
    return [(one, list(one.receipts.values_list("person_id", flat=True))) for one in found]


def to_be_found(uuids: Iterable[str] | None = None) -> list[tuple[Notice, str]]:
    """Return published notices with their words, for the search: of these, or all."""
    found = Notice.objects.filter(state=State.PUBLISHED.value).select_related("by", "body")
    if uuids is not None:
        found = found.filter(uuid__in=list(uuids))
    return [(one, f"{words_of(one.body)}\n{texts_at(kind=BODY, key=str(one.uuid))}") for one in found]
