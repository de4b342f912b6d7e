"""Which tickets hold some words; who may see them was said before."""

from collections.abc import Callable
from typing import Final

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast

from jishi.api.door import Paging, cut, seen_last
from jishi.search import door as search
from zhishou.desk.models import Ticket
from zhishou.desk.rules.finding import PUBLIC, VENDOR, asked_number
from zhishou.people.models import Engagement

AHEAD: Final = 50
"""So many more than a page are looked up that hold the words, before the page is filled from them."""

Part = tuple[list[Ticket], str | None]


def cut_with_words(
    found: QuerySet[Ticket],
    *,
    engagement: Engagement,
    words: str,
    reads_internal: bool,
    paging: Paging,
    read: Callable[[list[int]], Part] | None = None,
) -> Part:
    """Return a page of those of `found` that hold all the words, the newest first; a number finds its ticket alone.

    What the vendor's people wrote for each other is looked through only where the viewer reads it. `read` is a
    quicker way to a page of those of `found` that have one of some keys.
    """
    if not words.strip():
        return cut(found, paging=paging)
    number, alone = asked_number(words)
    if number is not None:
        direct = cut(found.filter(number=number), paging=paging)
        if direct[0] or alone:
            return direct
    kinds = [PUBLIC, VENDOR] if reads_internal else [PUBLIC]
    scopes = [str(engagement.uuid)]
    last = next(iter(seen_last(Ticket, paging=paging)), None)
    enough = paging.limit + AHEAD
    positions = search.newest(kinds=kinds, scopes=scopes, words=words, before=last, most=enough + 1)
    if not positions:
        return [], None
    distinct = list(dict.fromkeys(positions))
    for number in (paging.limit + 1, enough + 1):  # the first fill the page where nothing else is asked for
        keys = distinct[:number]
        page = read(keys) if read else cut(found.filter(pk__in=keys), paging=paging)
        if page[1] or (len(distinct) <= number and len(positions) <= enough):
            return page
    # Many hold the words and few of those are asked for: each that is asked for is looked through instead.
    holding = search.holding(kinds=kinds, scopes=scopes, words=words)
    if holding is None:
        return [], None
    own = holding.order_by().filter(kind__in=kinds, key=Cast(OuterRef("pk"), CharField()))
    return cut(found.filter(Exists(own)), paging=paging)
