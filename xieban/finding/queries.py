"""What is found, of what the reader may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from django.db.models import QuerySet
from django.urls import reverse

from jishi.search import door as search
from xieban.directory.models import Person
from xieban.documents import queries as documents
from xieban.documents.models import Document
from xieban.documents.queries import bodies
from xieban.finding.rules import MOST_PIECES, PIECE, Stretch, cut, excerpt, marked
from xieban.flows.queries import words_said
from xieban.meetings import queries as meetings
from xieban.meetings.models import Meeting
from xieban.notices import queries as notices
from xieban.notices.models import Notice

KIND, SCOPE = "finding.document", "documents"
NOTICE, MINUTES = "finding.notice", "finding.minutes"
Found = TypeVar("Found", Notice, Meeting)
A_PAGE: Final = 20
LONGEST_ASKED: Final = 200
FEW: Final = 5000  # so many keys are sent and asked about in less time than all documents are looked at
HELPINGS: Final = (100, 1000)  # how many of what holds the words are looked at first, and after that


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One document that holds all the words, its title and the words around them."""

    document: Document
    number: str
    title: tuple[Stretch, ...]
    excerpt: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """One notice, or the minutes of one meeting, that hold all the words."""

    url: str
    icon: str
    title: tuple[Stretch, ...]
    excerpt: tuple[Stretch, ...]
    by: Person
    at: datetime


def find_others(viewer: Person, *, words: str, at: datetime) -> list[Other]:
    """Return the newest notices and minutes that hold all the words and that somebody may read."""
    words = words[:LONGEST_ASKED]
    told = notices.visible(viewer, at=at).filter(published_at__isnull=False)
    kept = meetings.visible(viewer, at=at).filter(minutes_closed_at__isnull=False)
    asked = search.runs_of(words)
    return [
        *(_other(one, text, asked) for one, text in _newest_of(NOTICE, told, words)),
        *(_other(one, text, asked) for one, text in _newest_of(MINUTES, kept, words)),
    ]


def _newest_of(kind: str, rows: QuerySet[Found], words: str) -> list[tuple[Found, str]]:
    held = search.holding(kinds=[kind], scopes=[SCOPE], words=words)
    if held is None:
        return []
    shown = list(rows.filter(pk__in=held.order_by().values("position")).order_by("-pk")[:A_PAGE])
    texts = dict(held.filter(position__in=[one.pk for one in shown]).values_list("position", "body"))
    return [(one, texts.get(one.pk, "")) for one in shown]


def _other(one: Notice | Meeting, text: str, asked: list[str]) -> Other:
    is_notice = isinstance(one, Notice)
    moment = one.published_at if isinstance(one, Notice) else one.minutes_closed_at
    return Other(
        url=reverse("notices:one" if is_notice else "meetings:one", kwargs={"uuid": one.uuid}),
        icon="speakerphone" if is_notice else "calendar-event",
        title=marked(one.title, asked=asked),
        excerpt=excerpt(text, asked=asked),
        by=one.by,
        at=moment or one.made_at,
    )


def texts_of_others(found: Sequence[tuple[Notice, str]] | Sequence[tuple[Meeting, str]]) -> list[search.Text]:
    """Return what notices or minutes are found by."""
    return [
        search.Text(
            key=str(one.uuid),
            scope=SCOPE,
            title=one.title,
            body=text[:PIECE],
            names=(one.by.name,),
            position=one.pk,
        )
        for one, text in found
    ]


def find(viewer: Person, *, words: str, before: int = 0, at: datetime) -> tuple[list[Hit], int]:
    """Return a page of what holds all the words, the newest first, and from where the next page goes on."""
    words = words[:LONGEST_ASKED]
    held = search.holding(kinds=[KIND], scopes=[SCOPE], words=words)
    if held is None:
        return [], 0
    rows = _newest_visible(viewer, words=words, before=before, at=at)
    more = rows[A_PAGE - 1].pk if len(rows) > A_PAGE else 0
    rows, asked = rows[:A_PAGE], search.runs_of(words)
    texts: dict[int, str] = {}
    for position, text in held.filter(position__in=[one.pk for one in rows]).values_list("position", "body"):
        if position is not None and (position not in texts or excerpt(text, asked=asked)):
            texts[position] = text
    numbers = documents.numbers_of(rows)
    return [_hit(one, numbers.get(one.pk, ""), texts.get(one.pk, ""), asked) for one in rows], more


def _newest_visible(viewer: Person, *, words: str, before: int, at: datetime) -> list[Document]:
    """Return the newest documents that hold the words and that the reader may see, one more than a page.

    Who sees few is asked about those. Else a common word is in thousands: they are taken from the newest on, in two
    helpings. Only where the reader may see too few of those are all of them asked for.
    """
    visible, rows, last = documents.visible(viewer, at=at), list[Document](), before or None
    few = documents.few_visible(viewer, most=FEW, at=at)
    if few is not None:
        return list(visible.filter(pk__in=_places_among(few, words=words, before=last)).order_by("-pk"))
    for helping in HELPINGS:
        places = search.newest(kinds=[KIND], scopes=[SCOPE], words=words, before=last, most=helping)
        rows += visible.filter(pk__in=set(places)).order_by("-pk")[: A_PAGE + 1 - len(rows)]
        if len(rows) > A_PAGE or len(places) < helping:
            return rows
        last = places[-1]
    held = search.holding(kinds=[KIND], scopes=[SCOPE], words=words)
    if held is None:
        return rows
    older = visible.filter(pk__in=held.order_by().values("position"), pk__lt=last)
    return [*rows, *older.order_by("-pk")[: A_PAGE + 1 - len(rows)]]


def _places_among(keys: list[int], *, words: str, before: int | None) -> list[int]:
    """Return which of these documents hold the words, the newest first, one more than a page."""
    held = search.holding(kinds=[KIND], scopes=[SCOPE], words=words)
    if held is None:
        return []
    asked = [key for key in keys if before is None or key < before]
    places = held.filter(position__in=asked).order_by().values_list("position", flat=True)
    return sorted({place for place in places if place is not None}, reverse=True)[: A_PAGE + 1]


def _hit(document: Document, number: str, text: str, asked: list[str]) -> Hit:
    return Hit(
        document=document,
        number=number,
        title=marked(document.title, asked=asked),
        excerpt=excerpt(text, asked=asked),
    )


def texts_of(found: Sequence[Document]) -> Iterator[search.Text]:
    """Yield what documents are found by, in pieces; each has title and number, so that words go together."""
    numbers, written = documents.numbers_of(found), bodies.all_words_of(found)
    opinions = words_said([one.instance_id for one in found if one.instance_id is not None])
    for document in found:
        head = " ".join([numbers.get(document.pk, ""), *document.recipients, *document.copies_to])
        whole = "\n".join([*opinions.get(document.instance_id or 0, ()), *written[str(document.uuid)]])
        for place, piece in enumerate(cut(whole[: PIECE * MOST_PIECES])):
            yield search.Text(
                key=f"{document.uuid}#{place}",
                scope=SCOPE,
                title=document.title,
                body=f"{head}\n{piece}",
                names=(document.drafter.name,),
                position=document.pk,
            )
