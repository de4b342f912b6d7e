"""What is found, of what the reader may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

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
A_PAGE: Final = 20
LONGEST_ASKED: Final = 200
FEW: Final = 5000  # so many keys are sent and asked about in less time than all documents are looked at
MOST_OTHERS: Final = 1000
HELPINGS: Final = (100, 1000)  # how many of what holds the words are looked at first, and after that


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One document that holds all the words, its title and the words around them."""

    document: documents.Listed
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
    asked = search.runs_of(words)
    told = search.newest(kinds=[NOTICE], scopes=[SCOPE], words=words, most=MOST_OTHERS)
    kept = search.newest(kinds=[MINUTES], scopes=[SCOPE], words=words, most=MOST_OTHERS)
    found: list[tuple[str, Notice | Meeting]] = []
    # Who may see what is asked only of what holds the words: mostly nothing does.
    if told:
        seen = notices.visible(viewer, at=at).filter(published_at__isnull=False, pk__in=told)
        found += [(NOTICE, one) for one in seen.order_by("-pk")[:A_PAGE]]
    if kept:
        met = meetings.visible(viewer, at=at).filter(minutes_closed_at__isnull=False, pk__in=kept)
        found += [(MINUTES, one) for one in met.order_by("-pk")[:A_PAGE]]
    texts = {
        (kind, place): text
        for kind in {kind for kind, _one in found}
        for place, text in search.texts_at(
            kinds=[kind], scopes=[SCOPE], words=words, positions=[one.pk for of, one in found if of == kind]
        )
    }
    return [_other(one, texts.get((kind, one.pk), ""), asked) for kind, one in found]


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
    keys = _newest_visible(viewer, words=words, before=before, at=at)
    more = keys[A_PAGE - 1] if len(keys) > A_PAGE else 0
    keys, asked = keys[:A_PAGE], search.runs_of(words)
    texts: dict[int, str] = {}
    for place, text in search.texts_at(kinds=[KIND], scopes=[SCOPE], words=words, positions=keys):
        if place not in texts or excerpt(text, asked=asked):
            texts[place] = text
    return [_hit(one, texts.get(one.key, ""), asked) for one in documents.listed_by_keys(keys)], more


def _newest_visible(viewer: Person, *, words: str, before: int, at: datetime) -> list[int]:
    """Return the keys of the newest documents that hold the words and that the reader may see, and one more.

    Who sees few is asked about those. Else a common word is in thousands: they are taken from the newest on, in two
    helpings. Only where the reader may see too few of those are all of them asked for.
    """
    few = documents.few_visible(viewer, most=FEW, at=at)
    if few is not None:
        return _newest_among(few, words=words, before=before)
    keys, last = list[int](), before or None
    seen = documents.visible(viewer, at=at).order_by("-pk").values_list("pk", flat=True)
    for helping in HELPINGS:
        places = search.newest(kinds=[KIND], scopes=[SCOPE], words=words, before=last, most=helping)
        if places:
            shown = list(dict.fromkeys(places)) if viewer.is_administrator else seen.filter(pk__in=set(places))
            keys += shown[: A_PAGE + 1 - len(keys)]
        if len(keys) > A_PAGE or len(places) < helping:
            return keys
        last = places[-1]
    held = search.holding(kinds=[KIND], scopes=[SCOPE], words=words)
    if held is None:
        return keys
    older = seen.filter(pk__in=held.order_by().values("position"), pk__lt=last)
    return [*keys, *older[: A_PAGE + 1 - len(keys)]]


def _newest_among(few: list[int], *, words: str, before: int) -> list[int]:
    """Return the same of few documents: a rare word's places are looked up among them, else they are looked at."""
    places = search.newest(kinds=[KIND], scopes=[SCOPE], words=words, before=before or None, most=HELPINGS[-1])
    may = set(few)
    keys = [key for key in dict.fromkeys(places) if key in may][: A_PAGE + 1]
    missing = A_PAGE + 1 - len(keys)
    if not missing or len(places) < HELPINGS[-1]:
        return keys
    older = [key for key in few if key < places[-1]]
    return keys + search.among(kinds=[KIND], scopes=[SCOPE], words=words, positions=older, most=missing)


def _hit(document: documents.Listed, text: str, asked: list[str]) -> Hit:
    return Hit(
        document=document,
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
