"""Letting tickets be found: by number, title, caller, words and notes.

What the vendor's people write for each other stands in a document of its own kind, so that nobody else finds a
ticket by it; the ticket's public document never holds such words.
"""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Q

from jishi.search import door as search
from jishi.search.door import Text
from zhishou.desk.models import Intake, Note, Ticket, TicketChange
from zhishou.desk.rules.finding import PUBLIC, VENDOR, Words, body_of
from zhishou.desk.rules.words import NoteAudience

CHUNK = 500


@transaction.atomic
def let_be_found(uuids: Iterable[str]) -> None:
    """Let tickets be found as they stand now, in a few statements for all of them."""
    tickets = list(Ticket.objects.filter(uuid__in=set(uuids)).select_related("engagement", "caller"))
    into = [ticket.merged_into_id for ticket in tickets if ticket.merged_into_id]
    tickets += Ticket.objects.filter(pk__in=set(into) - {one.pk for one in tickets}).select_related(
        "engagement", "caller"
    )
    for kind, texts in _texts(tickets).items():
        search.index_all(kind, texts)


@transaction.atomic
def rebuild_search() -> int:
    """Index every ticket anew, from the tickets themselves; return how many."""
    search.rebuild(VENDOR, _all(VENDOR))
    return search.rebuild(PUBLIC, _all(PUBLIC))


def _all(kind: str) -> Iterator[Text]:
    last = 0
    while True:
        tickets = list(
            Ticket.objects.filter(pk__gt=last).select_related("engagement", "caller").order_by("pk")[:CHUNK]
        )
        if not tickets:
            return
        yield from _texts(tickets)[kind]
        last = tickets[-1].pk


def _texts(tickets: list[Ticket]) -> dict[str, list[Text]]:
    """Return what tickets are found by: for everybody who may see them, and for the vendor's people more."""
    said = _said(tickets)
    texts: dict[str, list[Text]] = {PUBLIC: [], VENDOR: []}
    for ticket in tickets:
        words = said[ticket.pk]
        texts[PUBLIC].append(_text(ticket, body_of(ticket.words, words, internal=False)))
        if words.internal:
            texts[VENDOR].append(_text(ticket, body_of(ticket.words, words, internal=True)))
    return texts


def _text(ticket: Ticket, body: str) -> Text:
    return Text(
        key=str(ticket.pk),
        scope=str(ticket.engagement.uuid),
        title=f"{ticket.number} {ticket.title}",
        body=body,
        names=(ticket.caller_name,),
        position=ticket.pk,
    )


def _said(tickets: list[Ticket]) -> dict[int, Words]:
    """Return what was said on each ticket and on those merged into it, the newest first."""
    keys = [ticket.pk for ticket in tickets]
    said = {key: Words() for key in keys}
    own = Q(ticket__in=keys) | Q(ticket__merged_into__in=keys)
    named = ("ticket", "ticket__merged_into", "audience", "words")
    rows = [
        *Note.objects.filter(own).order_by("-id").values_list(*named),
        *TicketChange.objects.filter(own).exclude(words="").order_by("-id").values_list(*named),
    ]
    for ticket, into, audience, words in rows:
        for key in {ticket, into} & said.keys():
            (said[key].internal if audience == NoteAudience.VENDOR else said[key].public).append(words)
    for key, words in Intake.objects.filter(ticket__in=keys).order_by("-id").values_list("ticket", "words"):
        said[key].public.append(words)
    return said
