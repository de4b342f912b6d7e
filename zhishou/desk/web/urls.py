"""Addresses of the desk."""

from django.urls import path

from zhishou.desk.web import (
    board,
    bulk,
    calls,
    console,
    files,
    filters,
    hooks,
    inlets,
    intakes,
    phone,
    portal,
    proposals,
    sheets,
    tickets,
    visit_urls,
)

app_name = "desk"
HERE = "c/<slug:engagement_code>/desk/"
ONE = f"{HERE}<int:number>/"
INTAKE = f"{HERE}intakes/<uuid:uuid>/"
FILE = "c/<slug:engagement_code>/files/<uuid:uuid>/"
INLETS = f"{HERE}inlets/"
HELP = "c/<slug:engagement_code>/help/"

urlpatterns = [
    path(HELP, portal.portal, name="portal"),
    path(f"{HELP}<int:number>/", portal.one, name="followed"),
    path(f"{HELP}<int:number>/<slug:verb>/", portal.say, name="say"),
    path(HERE, console.console, name="console"),
    path(f"{HERE}bulk/", bulk.bulk, name="bulk"),
    path(f"{HERE}bulk/<uuid:uuid>/", bulk.report, name="bulk_report"),
    path(f"{HERE}filters/", filters.keep, name="save_filter"),
    path(f"{HERE}filters/<uuid:uuid>/forget/", filters.forget, name="forget_filter"),
    path(f"{HERE}board/", board.show, name="board"),
    path(f"{HERE}board/<int:number>/", board.move, name="move"),
    path(f"{HERE}agreements/", proposals.agreements, name="agreements"),
    path(f"{HERE}agreements/<uuid:uuid>/", proposals.answer, name="answer_proposal"),
    path(f"{HERE}phone/", phone.phone, name="phone"),
    path(f"{HERE}phone/callers/", phone.callers, name="phone_callers"),
    path(f"{HERE}phone/beside/", phone.beside, name="phone_beside"),
    path(f"{HERE}phone/advice/", phone.advice, name="phone_advice"),
    path(f"{HERE}phone/calls/", calls.ringing, name="phone_calls"),
    path(f"{HERE}phone/line/", calls.line, name="call_line"),
    path(f"{HERE}phone/line/extensions/", calls.extensions, name="call_extensions"),
    path(f"{HERE}calls/", calls.hear, name="calls"),
    path(INTAKE, intakes.intake, name="intake"),
    path(f"{INTAKE}open/", intakes.open_ticket, name="open"),
    path(f"{INTAKE}join/", intakes.join, name="join"),
    path(f"{INTAKE}answer/", intakes.answer, name="answer"),
    path(INLETS, inlets.inlets, name="inlets"),
    path(f"{INLETS}add/<slug:kind>/", inlets.add, name="add_inlet"),
    path(f"{INLETS}<uuid:uuid>/", inlets.inlet, name="inlet"),
    path(f"{INLETS}<uuid:uuid>/switch/", inlets.switch, name="switch_inlet"),
    path(f"{INLETS}<uuid:uuid>/look/", inlets.look, name="look_into_inlet"),
    path("hooks/desk/<uuid:uuid>/", hooks.hook, name="hook"),
    path(ONE, tickets.ticket, name="ticket"),
    path(FILE, files.file, name="file"),
    path(f"{FILE}small/", files.thumbnail, name="thumbnail"),
    path(f"{ONE}files/", files.add, name="files"),
    path(f"{ONE}evidence/", tickets.evidence, name="evidence"),
    path(f"{ONE}explain/", sheets.explain, name="explain"),
    *visit_urls.urlpatterns,
    # What remains is the name of a deed: new addresses of a ticket go before it.
    path(f"{ONE}<slug:name>/", tickets.deed, name="deed"),
]
