"""The inbox: its boxes, their filters, and the bell of the shell."""

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jishi.pages.door import Link
from xieban.directory.queries import PersonRequest
from xieban.inbox import actions, queries
from xieban.inbox.queries import Wish
from xieban.inbox.rules import Box, read_cursor

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST_WORDS: Final = 100
BOXES: "Final[dict[Box, tuple[StrPromise, str]]]" = {
    Box.OPEN: (gettext_lazy("To do"), "checks"),
    Box.READ: (gettext_lazy("To read"), "eye"),
    Box.UNDERWAY: (gettext_lazy("I had a hand in"), "progress-check"),
    Box.DONE: (gettext_lazy("Closed"), "circle-check"),
    Box.BEGUN: (gettext_lazy("Begun by me"), "send"),
    Box.SUPERVISED: (gettext_lazy("Supervised"), "flag-3"),
}


@require_safe
def box(request: PersonRequest) -> HttpResponse:
    """Show one box, narrowed as asked; asked again as a fragment when something moved."""
    asked = request.GET.get("box", "")
    which = Box(asked) if asked in set(Box) else Box.OPEN
    wish = _wish(request)
    page = queries.page_of(request.user, box=which, wish=wish, at=request.at)
    counts = queries.counts(request.user, at=request.at)
    waiting = counts.boxes
    kept = {name: request.GET[name] for name in ("q", "flow", "urgent", "late", "urged") if request.GET.get(name)}
    words = {
        "box": which,
        "tabs": [
            Link(
                label=str(label),
                url=f"?box={one.value}",
                icon=icon,
                current=one is which,
                count=waiting.get(one, 0),
            )
            for one, (label, icon) in BOXES.items()
        ],
        "rows": page.rows,
        "urged": counts.urged if which is Box.OPEN else 0,
        "wish": wish,
        "is_narrowed": bool(kept),
        "flows": queries.flows_known(),
        "here": request.get_full_path(),
        "previous_url": f"?{urlencode({'box': which.value, **kept})}" if wish.before else "",
        "next_url": f"?{urlencode({'box': which.value, **kept, 'before': str(page.following)})}"
        if page.following
        else "",
    }
    name = "inbox/parts/box.html" if request.htmx and not request.htmx.boosted else "inbox/inbox.html"
    return render(request, name, words)


def _wish(request: PersonRequest) -> Wish:
    given = request.GET
    return Wish(
        words=given.get("q", "").replace("\x00", "").strip()[:LONGEST_WORDS],
        flow=given.get("flow", "").replace("\x00", "")[:LONGEST_WORDS],
        urgent=bool(given.get("urgent")),
        late=bool(given.get("late")),
        urged=bool(given.get("urged")),
        before=read_cursor(given.get("before", "")),
    )


@require_safe
def bell(request: PersonRequest) -> HttpResponse:
    """Show how much waits, for the shell's bell and for every counter of the side."""
    counts = queries.shell_counts(request.user, at=request.at)
    response = render(request, "inbox/parts/bell.html", {"count": counts["inbox:inbox"]})
    response["HX-Trigger"] = json.dumps({"counts": {reverse(route): count for route, count in counts.items()}})
    return response


@require_POST
def mark_read(request: PersonRequest, uuid: str) -> HttpResponse:
    """Note that a copy was read."""
    actions.mark_read(reading_uuid=uuid, by=request.user, at=request.at)
    messages.success(request, _("Noted as read."))
    return redirect("/inbox/?box=read")
