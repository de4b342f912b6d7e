"""Put in what may be found, take it out, find it. Writes belong to the caller's transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.db import connection, transaction
from django.db.models import Count, QuerySet

from jishi.database.door import is_postgresql
from jishi.search import engines
from jishi.search.engines import candidates, holds, kept
from jishi.search.models import Document
from jishi.search.tokens import asked, normal, parts, place, rank, readings, tokens

RANKED = 500
"""The newest so many that fit are ranked; older ones are not looked at."""


class Everywhere(Enum):
    """Said where a search is meant to ignore scopes."""

    EVERYWHERE = "everywhere"


EVERYWHERE = Everywhere.EVERYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What is to be found: the title counts more; `names` are persons' names, found by every reading of theirs.

    `position` is where its owner shows it in a list that begins with the greatest; see `holding`.
    """

    key: str
    scope: str
    title: str
    body: str = ""
    names: tuple[str, ...] = ()
    position: int | None = None


def load() -> None:
    """Load the readings of letters now: half a second for which whoever first searches should not wait."""
    readings("拼")


def index(kind: str, key: str, scope: str, *, title: str, body: str = "", names: Sequence[str] = ()) -> None:
    """Let one object be found, in place of what was known of it."""
    index_all(kind, [Text(key=key, scope=scope, title=title, body=body, names=tuple(names))])


def index_all(kind: str, texts: Iterable[Text]) -> None:
    """Let many objects of a kind be found, in one statement."""
    rows = [_row(kind, text) for text in texts]
    if not rows:
        return
    if connection.vendor == "postgresql":
        engines.put_in(rows)
        return
    Document.objects.bulk_create(
        [Document(**dict(zip(engines.COLUMNS, row, strict=True))) for row in rows],
        update_conflicts=True,
        unique_fields=list(engines.COLUMNS[:2]),
        update_fields=list(engines.COLUMNS[2:]),
    )


def index_changed(kind: str, texts: Iterable[Text], *, among: Sequence[str]) -> None:
    """Let objects be found as they are now: what is so already is not written; the rest of `among` goes."""
    rows = Document.objects.filter(kind=kind, key__in=among)
    known = {key: as_kept for key, *as_kept in rows.values_list("key", "scope", "title", "body", "position")}
    wanted = {text.key: text for text in texts}
    index_all(kind, [text for key, text in wanted.items() if known.get(key) != _as_kept(text)])
    gone = known.keys() - wanted.keys()
    if gone:
        rows.filter(key__in=gone).delete()


def find(*, kind: str, scopes: Iterable[str] | Everywhere, words: str, limit: int = 50) -> list[str]:
    """Return the keys of what holds all the words, best first, then newest; nothing for no words.

    Only what belongs to one of `scopes` is found. Any input is safe: quotes, operators and symbols mean nothing.
    """
    wanted = asked(words)
    places = None if isinstance(scopes, Everywhere) else sorted({place(kind, scope) for scope in scopes})
    if not wanted or places == [] or limit < 1:
        return []
    rows = candidates(connection, kind=kind, places=places, wanted=wanted, most=max(RANKED, limit))
    runs = parts(words)
    ordered = sorted(rows, key=lambda row: -rank(title=row[1], body=row[2], asked_for=runs))
    return [key for key, _, _ in ordered[:limit]]


def holding(*, kinds: Iterable[str], scopes: Iterable[str], words: str) -> QuerySet[Document] | None:
    """Return the documents that hold all the words, by their positions, for the owner's own query to join.

    None where there is nothing to look for; who may see what is found is the owner's affair.
    """
    wanted, places = asked(words), _places(kinds, scopes)
    if not wanted or not places:
        return None
    condition = holds(connection, places=places, wanted=wanted)
    return Document.objects.filter(condition, position__isnull=False).order_by("-position")


def runs_of(words: str) -> list[str]:
    """Return the whole runs that were asked for, so that a page can mark them in what it found."""
    return parts(words)


def newest(
    *, kinds: Iterable[str], scopes: Iterable[str], words: str, before: int | None = None, most: int
) -> list[int]:
    """Return the greatest positions, before one of them, of documents that hold all the words."""
    wanted, places = asked(words), _places(kinds, scopes)
    if not wanted or not places:
        return []
    before = _BEYOND if before is None else before
    return engines.newest(connection, places=places, wanted=wanted, before=before, most=most)


def among(
    *, kinds: Iterable[str], scopes: Iterable[str], words: str, positions: Sequence[int], most: int
) -> list[int]:
    """Return the greatest of these positions at which documents hold all the words; for words that are common."""
    wanted, places = asked(words), _places(kinds, scopes)
    if not wanted or not places or not positions:
        return []
    positions = sorted(positions, reverse=True)
    if is_postgresql():
        return engines.among(connection, places=places, wanted=wanted, positions=positions, most=most)
    rows = Document.objects.filter(holds(connection, places=places, wanted=wanted), position__in=positions)
    places_held = rows.order_by("-position").values_list("position", flat=True).distinct()[:most]
    return [one for one in places_held if one is not None]


def texts_at(
    *, kinds: Iterable[str], scopes: Iterable[str], words: str, positions: Sequence[int]
) -> list[tuple[int, str]]:
    """Return position and text of the documents there that hold all the words, in the order of their pieces."""
    wanted, places = asked(words), _places(kinds, scopes)
    if not wanted or not places or not positions:
        return []
    if is_postgresql():
        return engines.bodies(connection, places=places, wanted=wanted, positions=positions)
    rows = Document.objects.filter(holds(connection, places=places, wanted=wanted), position__in=positions)
    return [(one or 0, text) for one, text in rows.order_by("position", "key").values_list("position", "body")]


def _places(kinds: Iterable[str], scopes: Iterable[str]) -> list[str]:
    scopes = list(scopes)
    return sorted({place(kind, scope) for kind in kinds for scope in scopes})


_BEYOND = 2**63 - 1
"""No position is as great."""


def counts() -> dict[str, int]:
    """Return how many objects of each kind may be found."""
    rows = Document.objects.order_by().values("kind").annotate(count=Count("pk"))
    return {row["kind"]: row["count"] for row in rows}


def rebuild(kind: str, texts: Iterable[Text], *, chunk: int = 1000) -> int:
    """Index a kind anew from its owner's rows, in one transaction; what is no longer there is forgotten."""
    with transaction.atomic():
        Document.objects.filter(kind=kind).delete()
        waiting: list[Text] = []
        count = 0
        for text in texts:
            waiting.append(text)
            count += 1
            if len(waiting) == chunk:
                index_all(kind, waiting)
                waiting.clear()
        index_all(kind, waiting)
    return count


def _as_kept(text: Text) -> list[object]:
    """Return what a row holds of a text, but for its tokens, which follow from the rest."""
    title = " ".join([normal(text.title), *(normal(name) for name in text.names)]).strip()
    return [text.scope, title, normal(text.body), text.position]


def _row(kind: str, text: Text) -> tuple[object, ...]:
    """Return what the database holds of a text, in the order of `engines.COLUMNS`."""
    title, body = normal(text.title), normal(text.body)
    names = [normal(name) for name in text.names]
    found = tokens(texts=[body], titles=[title], names=names)
    here = place(kind, text.scope)
    whole = kept(connection, place=here, position=text.position, tokens=found)
    return kind, text.key, text.scope, " ".join([title, *names]).strip(), body, here, text.position, whole
