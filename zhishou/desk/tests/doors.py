"""Who gets in: whoever may see the ticket; what is recorded asks again for itself."""

from datetime import datetime

from django.utils import timezone

from conftest import Cast
from jishi.files.tests.samples import picture
from zhishou.desk import actions
from zhishou.desk.actions import save_filter
from zhishou.desk.actions.batches import Wish, begin_batch
from zhishou.desk.actions.inlets import add_inlet
from zhishou.desk.models import Inlet, Proposal, Ticket
from zhishou.desk.queries import clocks_of
from zhishou.desk.rules.places import Verb
from zhishou.desk.tests.factories import Desk, make_desk
from zhishou.desk.tests.visiting import Road
from zhishou.people.rules import CLIENT_ROLES, VENDOR_ROLES, Role

STAFF = frozenset(role.value for role in VENDOR_ROLES)
SEES_ALL = STAFF | {Role.CLIENT_ADMIN.value, Role.AUDITOR.value}
CLIENT = frozenset(role.value for role in CLIENT_ROLES)
CALLER = frozenset({Role.REQUESTER.value})
POSTED = ("evidence", "deed", "files")
PHONE = ("phone", "phone_callers", "phone_beside", "phone_calls")
ALERTS = ("desk_alerts", "desk_alertmanager")
INLETS = ("inlet", "add_inlet")
INLET_POSTED = ("switch_inlet", "look_into_inlet")
OF_TICKET = ("ticket", "evidence", "notes", "files", "ratings", "deeds", "countersigns", "ticket_proposals")
DECIDED = ("open", "join", "answer")

# Called by machines, which are asked for a signature and not for a role.
NO_DOORS = frozenset({"desk:hook"})
# Alerts come by POST alone; a GET answers 405 to whoever is signed in.
DOORS: dict[str, frozenset[str]] = {
    **{f"desk:{name}": frozenset({"signed_in"}) for name in ("order_visit", "act", "cancel_visit")},
    **{f"desk:{name}": STAFF for name in ("visits", "arrive", "visit_worker")},
    "desk:visit": SEES_ALL | CALLER,
    "desk:code": CLIENT,
    "api-1:desk_visits": SEES_ALL | CLIENT,
    # Asked by GET, the last two answer with 405; test_visits_api.py asks by POST.
    **{
        f"api-1:desk_{name}": SEES_ALL | CALLER for name in ("ticket_visits", "visit", "visit_acts", "visit_cancel")
    },
    **{f"desk:{name}": SEES_ALL | CALLER for name in ("ticket", "explain")},
    **{f"desk:{name}": SEES_ALL for name in ("console", "agreements")},
    **{f"desk:{name}": STAFF for name in PHONE},
    **dict.fromkeys(("desk:file", "desk:thumbnail"), SEES_ALL | CALLER),
    "desk:call_line": frozenset({Role.MANAGER.value}),
    "desk:phone_advice": frozenset({"signed_in"}),  # POST, as below
    "desk:call_extensions": frozenset({"signed_in"}),  # answers GET with 405 to everybody, as below
    "desk:calls": frozenset({"anyone"}),  # takes only what is signed; its tests ask by POST
    "api-1:desk_satisfaction": SEES_ALL,
    "api-1:desk_proposals": SEES_ALL,
    "api-1:desk_proposal_answer": frozenset({"signed_in"}),  # POST, as below
    "api-1:desk_countersigns": STAFF,
    **{f"desk:{name}": STAFF for name in ("board", "move", "bulk")},
    "desk:bulk_report": frozenset({Role.MANAGER.value}),  # a batch is its own person's
    **{f"desk:{name}": frozenset({"signed_in"}) for name in ("save_filter", "forget_filter")},  # POST, as below
    "desk:portal": CLIENT,
    "desk:followed": CALLER | {Role.CLIENT_ADMIN.value},
    "desk:say": frozenset({"signed_in"}),
    "desk:intake": STAFF,
    **{f"api-1:{name}": STAFF for name in ALERTS},
    "desk:inlets": STAFF | {Role.CLIENT_ADMIN.value},
    **{f"desk:{name}": frozenset({Role.MANAGER.value}) for name in INLETS},
    # Asked by GET here, which these answer with 405 to everybody; their tests ask by POST.
    **{f"desk:{name}": frozenset({"signed_in"}) for name in (*POSTED, *DECIDED, *INLET_POSTED, "answer_proposal")},
    # Whoever holds a role may ask for the lists, and finds in them what he may see.
    **{f"api-1:desk_{name}": SEES_ALL | CLIENT for name in ("intakes", "tickets")},
    **{
        f"api-1:desk_{name}": SEES_ALL | CALLER
        for name in (
            "ticket",
            "evidence",
            "notes",
            "explanation",
            "files",
            "file",
            "ratings",
            "deeds",
            "ticket_proposals",
        )
    },
}


ALERT = {"fingerprint": "a1", "status": "firing", "starts_at": "2023-03-15T12:00:00+08:00", "title": "x"}
# A body is read before the role is asked for: whole ones, so that it is the door that refuses.
BODIES: dict[str, dict[str, object]] = {
    "api-1:desk_alerts": {**ALERT},
    "api-1:desk_alertmanager": {
        "version": "4",
        "alerts": [{"status": "firing", "labels": {}, "startsAt": ALERT["starts_at"]}],
    },
}


def an_inlet(cast: Cast, *, at: datetime) -> Inlet:
    """Return a mailbox that nobody looks into."""
    details = {"address": "help@red-cross.example", "host": "127.0.0.1", "port": "1", "security": "none"}
    details |= {"user": "help", "password": "of nobody", "folder": "INBOX"}
    return add_inlet(engagement=cast.engagement, kind="mail", details=details, by=cast.manager, at=at)


def proposed(desk: Desk, ticket: Ticket, *, at: datetime) -> Proposal:
    clock = desk.clock(ticket, "recovery")
    return actions.propose_void(clock=clock, reason="等待厂商补丁", by=desk.cast.manager, at=at)


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    code: dict[str, object] = {"engagement_code": cast.engagement.code}
    desk, now = make_desk(cast), timezone.now()
    ticket = desk.open(reached_at=now)
    one = {**code, "number": ticket.number}
    api: dict[str, object] = {"code": cast.engagement.code}
    of_one = {**api, "number": ticket.number}
    file = desk.attach(ticket, picture(), name="截图.png")
    wish = Wish(verb=Verb.ASSIGN, to=cast.expert)
    batch = begin_batch(
        engagement=cast.engagement, tickets=[(ticket.number, 1)], wish=wish, by=cast.manager, at=now
    )
    saved = save_filter(
        engagement=cast.engagement, name="一级", asked="level=1", is_shared=True, by=cast.manager, at=now
    )
    waiting = {**code, "uuid": desk.receive(at=now).uuid}
    inlet = {**code, "uuid": an_inlet(cast, at=now).uuid}
    proposal = proposed(desk, ticket, at=now)
    visit = Road(desk=desk).order(ticket, at=now)
    return {
        **{f"desk:{name}": code for name in ("visits", "arrive", "visit_worker", "code")},
        **{f"desk:{name}": {**code, "uuid": visit.uuid} for name in ("visit", "act", "cancel_visit")},
        "desk:order_visit": one,
        "api-1:desk_visits": api,
        "api-1:desk_ticket_visits": of_one,
        **{f"api-1:desk_{name}": {**api, "uuid": visit.uuid} for name in ("visit", "visit_acts", "visit_cancel")},
        **{f"desk:{name}": inlet for name in ("inlet", *INLET_POSTED)},
        "desk:add_inlet": {**code, "kind": "mail"},
        "desk:inlets": code,
        **{f"api-1:{name}": api for name in ALERTS},
        **{f"api-1:desk_{name}": api for name in ("intakes", "tickets", "satisfaction", "proposals")},
        **{f"api-1:desk_{name}": of_one for name in OF_TICKET},
        "api-1:desk_proposal_answer": {**api, "uuid": proposal.uuid},
        "api-1:desk_file": {**of_one, "uuid": file.uuid},
        **{f"desk:{name}": {**code, "uuid": file.uuid} for name in ("file", "thumbnail")},
        "api-1:desk_explanation": {**of_one, "uuid": clocks_of(ticket)[0].uuid},
        **{f"desk:{name}": code for name in ("board", "bulk", "save_filter")},
        "desk:move": one,
        "desk:bulk_report": {**code, "uuid": batch.uuid},
        "desk:forget_filter": {**code, "uuid": saved.uuid},
        **{
            f"desk:{name}": code
            for name in ("console", "agreements", "calls", "call_line", "call_extensions", "phone_advice", *PHONE)
        },
        "desk:portal": code,
        "desk:followed": one,
        "desk:say": {**one, "verb": "urge"},
        **{f"desk:{name}": waiting for name in ("intake", *DECIDED)},
        **{f"desk:{name}": one for name in ("ticket", "explain", "evidence", "files")},
        "desk:deed": {**one, "name": "note"},
        "desk:answer_proposal": {**code, "uuid": proposal.uuid},
    }
