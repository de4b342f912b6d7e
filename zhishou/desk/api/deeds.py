"""Everything that may be done on a ticket, by one door; and what the parties agree about its promises."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from ninja import Path, Query, Router

from jishi.api.door import NEEDS_TAG, Page, Paging, cut, expect_tag, show_tag
from jishi.refusals.door import NotAllowed
from zhishou.desk import actions, queries
from zhishou.desk.actions.countersigns import CountersignEnded
from zhishou.desk.api.deed_schemas import CountersignOut, DeedIn, DeedsOut, ProposalAnswerIn, ProposalOut
from zhishou.desk.api.endpoints import as_whole_ticket, at_the_door, tag_of
from zhishou.desk.api.schemas import TicketWhole
from zhishou.desk.models import Countersign, Proposal, Ticket
from zhishou.desk.queries.offers import OFFERS, asked_of, may_drop, offered, standpoint_of
from zhishou.desk.rules.words import NoteAudience
from zhishou.people import queries as people
from zhishou.people.queries.requests import PersonRequest

router = Router(tags=["desk"])
router.add_decorator(at_the_door, mode="view")

WORDS_ALONE: Final = frozenset({"note", "internal", "urge", "answer"})
"""They contradict nobody, so nothing about them can be stale."""
MAY_NEED_TAG: Final[dict[str, Any]] = {
    **NEEDS_TAG,
    "parameters": [
        {
            **NEEDS_TAG["parameters"][0],
            "required": False,
            "description": "The ETag of the ticket as you saw it; only words alone (note, internal, urge, answer) "
            "go without.",
        }
    ],
}
Do = Callable[[PersonRequest, Ticket, Any], object]


def _given(request: PersonRequest, ticket: Ticket) -> dict[str, Any]:
    return {"ticket": ticket, "by": request.user, "at": request.at}


def _seen(request: PersonRequest, ticket: Ticket) -> dict[str, Any]:
    """Return what a deed is given that may be stale: the tag was compared with this revision."""
    return _given(request, ticket) | {"revision": ticket.revision}


def _person(request: PersonRequest, uuid: UUID) -> Any:
    return people.get_person(request.user, uuid=uuid, at=request.at)


def _assign(request: PersonRequest, ticket: Ticket, sent: Any) -> object:
    to = _person(request, sent.to) if sent.deed == "assign" else request.user if sent.deed == "take" else None
    return actions.assign(to=to, **_seen(request, ticket))


def _ask(request: PersonRequest, ticket: Ticket, sent: Any) -> object:
    asked = _person(request, sent.asked)
    return actions.ask_countersign(asked=asked, question=sent.question, **_seen(request, ticket))


def _answer(request: PersonRequest, ticket: Ticket, sent: Any) -> object:
    one = asked_of(standpoint_of(request.user, ticket, at=request.at))
    if one is None:
        raise CountersignEnded
    one.ticket = ticket
    return actions.answer_countersign(
        countersign=one, agrees=sent.agrees, words=sent.words, by=request.user, at=request.at
    )


def _drop(request: PersonRequest, ticket: Ticket, sent: Any) -> object:
    mine = may_drop(standpoint_of(request.user, ticket, at=request.at))
    one = next((one for one in mine if one.asked.uuid == sent.asked), None)
    if one is None:
        raise CountersignEnded
    one.ticket = ticket
    return actions.drop_countersign(countersign=one, reason=sent.reason, by=request.user, at=request.at)


def _say(audience: NoteAudience) -> Do:
    return lambda request, ticket, sent: actions.add_note(
        audience=audience, words=sent.words, **_given(request, ticket)
    )


def _void(request: PersonRequest, ticket: Ticket, sent: Any) -> object:
    clock = queries.get_clock(ticket, uuid=sent.clock)
    return actions.propose_void(clock=clock, reason=sent.reason, by=request.user, at=request.at)


def _extend(request: PersonRequest, ticket: Ticket, sent: Any) -> object:
    clock = queries.get_clock(ticket, uuid=sent.clock)
    return actions.propose_extension(
        clock=clock, within=sent.within, reason=sent.reason, by=request.user, at=request.at
    )


def _correct(request: PersonRequest, ticket: Ticket, sent: Any) -> object:
    said = actions.Said(
        kind=sent.kind, service_code=sent.service_code, title=sent.title.strip(), module=sent.module
    )
    return actions.correct_ticket(said=said, reason=sent.reason, **_seen(request, ticket))


DO: Final[Mapping[str, Do]] = {
    **dict.fromkeys(("take", "assign", "release"), _assign),
    "hand_over": lambda r, t, s: actions.hand_over(tier=s.tier, note=s.note, **_seen(r, t)),
    "countersign": _ask,
    "answer": _answer,
    "drop": _drop,
    "note": _say(NoteAudience.EVERYBODY),
    "internal": _say(NoteAudience.VENDOR),
    "urge": lambda r, t, s: actions.urge(words=s.words, **_given(r, t)),
    "pause": lambda r, t, s: actions.pause_clocks(reason=s.reason, note=s.note, **_given(r, t)),
    "resume": lambda r, t, _s: actions.resume_clocks(**_given(r, t)),
    "level": lambda r, t, s: actions.change_level(level=s.level, reason=s.reason, **_seen(r, t)),
    "go": lambda r, t, _s: actions.decide_to_go(**_given(r, t)),
    "extend": _extend,
    "void": _void,
    "correct": _correct,
    "recovered": lambda r, t, s: actions.mark_recovered(words=s.words, works_since=s.works_since, **_seen(r, t)),
    "confirm": lambda r, t, s: actions.confirm_recovery(words=s.words, works_since=s.works_since, **_seen(r, t)),
    "not_yet": lambda r, t, s: actions.say_not_yet(words=s.words, **_seen(r, t)),
    "close": lambda r, t, s: actions.close_ticket(reason=s.words, **_seen(r, t)),
    "reopen": lambda r, t, s: actions.reopen(reason=s.words, **_seen(r, t)),
    "withdraw": lambda r, t, s: actions.withdraw(reason=s.words, **_seen(r, t)),
    "under": lambda r, t, s: actions.put_under(parent=s.number, **_seen(r, t)),
    "out": lambda r, t, _s: actions.put_under(parent=None, **_seen(r, t)),
    "link": lambda r, t, s: actions.link(to=s.number, **_given(r, t)),
    "unlink": lambda r, t, s: actions.unlink(to=s.number, **_given(r, t)),
    "merge": lambda r, t, s: actions.merge(into=s.number, reason=s.reason, **_seen(r, t)),
}


def as_proposal(proposal: Proposal) -> dict[str, Any]:
    """Say what is proposed about a promise, and what became of it."""
    names = ("uuid", "kind", "within", "reason", "state", "proposed_at", "answer", "answered_at")
    return {name: getattr(proposal, name) for name in names} | {
        "ticket": proposal.clock.ticket.number,
        "clock": proposal.clock.uuid,
        "commitment": proposal.clock.commitment,
        "by_name": proposal.proposed_by.name,
        "answered_by": proposal.answered_by.name if proposal.answered_by else None,
    }


def as_countersign(countersign: Countersign) -> dict[str, Any]:
    """Say who was asked what, and his word."""
    names = ("question", "asked_at", "state", "words", "ended_at")
    return {name: getattr(countersign, name) for name in names} | {
        "asked": countersign.asked.uuid,
        "asked_name": countersign.asked.name,
        "by_name": countersign.by.name,
    }


def _ticket(request: PersonRequest, code: str, number: int) -> Ticket:
    engagement = people.get_engagement(request.user, code=code, at=request.at)
    return queries.get_ticket(request.user, engagement=engagement, number=number, at=request.at)


@router.get("/tickets/{int:number}/deeds", url_name="desk_deeds", response=DeedsOut)
def list_deeds(request: PersonRequest, code: Path[str], number: int) -> dict[str, Any]:
    """List what the caller may do on a ticket now, as its page offers it."""
    names = offered(standpoint_of(request.user, _ticket(request, code, number), at=request.at))
    return {"deeds": [{"deed": name, "needs_tag": name not in WORDS_ALONE} for name in names]}


@router.post("/tickets/{int:number}/deeds", url_name="desk_deeds", response=TicketWhole, openapi_extra=MAY_NEED_TAG)
def do_deed(
    request: PersonRequest, response: HttpResponse, code: Path[str], number: int, sent: DeedIn
) -> dict[str, Any]:
    """Do one thing on a ticket. Asks If-Match: whoever changes a ticket has seen it as it is."""
    ticket, asked = _ticket(request, code, number), sent.root
    if not OFFERS[asked.deed].is_for(standpoint_of(request.user, ticket, at=request.at)):
        raise NotAllowed
    if asked.deed not in WORDS_ALONE:
        expect_tag(request, tag_of(ticket))
    DO[asked.deed](request, ticket, asked)
    after = _ticket(request, code, number)
    show_tag(response, tag_of(after))
    return as_whole_ticket(after, request)


@router.get("/tickets/{int:number}/countersigns", url_name="desk_countersigns", response=Page[CountersignOut])
def list_countersigns(
    request: PersonRequest, code: Path[str], number: int, paging: Query[Paging]
) -> dict[str, Any]:
    """List who was asked to countersign a ticket; the client does not see it."""
    ticket = _ticket(request, code, number)
    if not standpoint_of(request.user, ticket, at=request.at).is_staff:
        raise NotAllowed
    rows, following = cut(queries.countersigns_of(ticket), paging=paging, order=("id",))
    return {"items": [as_countersign(row) for row in rows], "next_cursor": following}


@router.get("/tickets/{int:number}/proposals", url_name="desk_ticket_proposals", response=Page[ProposalOut])
def list_proposals_of_ticket(
    request: PersonRequest, code: Path[str], number: int, paging: Query[Paging]
) -> dict[str, Any]:
    """List what was proposed about the promises of a ticket, the oldest first."""
    found = queries.proposals_of(_ticket(request, code, number))
    rows, following = cut(found, paging=paging, order=("id",))
    return {"items": [as_proposal(row) for row in rows], "next_cursor": following}


@router.get("/proposals", url_name="desk_proposals", response=Page[ProposalOut])
def list_proposals(request: PersonRequest, code: Path[str], paging: Query[Paging]) -> dict[str, Any]:
    """List what waits for the client's answer, the oldest first."""
    engagement = people.get_engagement(request.user, code=code, at=request.at)
    found = queries.pending_proposals(request.user, engagement=engagement, at=request.at)
    rows, following = cut(found, paging=paging, order=("id",))
    return {"items": [as_proposal(row) for row in rows], "next_cursor": following}


@router.post("/proposals/{uuid}/answer", url_name="desk_proposal_answer", response=ProposalOut)
def answer_proposal(request: PersonRequest, code: Path[str], uuid: UUID, sent: ProposalAnswerIn) -> dict[str, Any]:
    """Agree to a proposal or refuse it, once, as the client's administrator."""
    engagement = people.get_engagement(request.user, code=code, at=request.at)
    proposal = queries.get_proposal(request.user, engagement=engagement, uuid=uuid, at=request.at)
    answered = actions.answer_proposal(
        proposal=proposal, agrees=sent.agrees, words=sent.words, by=request.user, at=request.at
    )
    return as_proposal(answered)
