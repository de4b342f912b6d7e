"""The code at the client's desk: shown to the client's people, and where its picture leads an engineer's phone."""

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from jishi.pages.door import PageRequest
from zhishou.desk import actions
from zhishou.desk.queries.visits import wanted_visits
from zhishou.desk.rules.visits import AHEAD
from zhishou.desk.rules.words import WORKS
from zhishou.desk.web.looks import enter
from zhishou.people.rules import CLIENT_ROLES


@require_safe
def code(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show the code of this minute in digits that can be read across a desk, and as a picture for a phone."""
    look = enter(request, engagement_code, only=CLIENT_ROLES)
    shown = actions.show_code(engagement=look.engagement, by=look.person, at=look.at)
    arrive = settings.PUBLIC_URL + reverse("desk:arrive", args=[engagement_code]) + f"?code={shown.digits}"
    # The library draws squares of its own; nothing of anybody's words is in it but our own address.
    picture = SafeString(segno.make(arrive, error="m").svg_inline(scale=6, border=2, omitsize=True))
    context = {"look": look, "shown": shown, "digits": [shown.digits[:3], shown.digits[3:]], "picture": picture}
    part = "desk/parts/desk_code.html" if request.htmx else "desk/desk_code.html"
    response = render(request, part, context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def arrive(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Lead whoever has read the picture to his visit, with the code filled in; to his list where it is not one."""
    look = enter(request, engagement_code, only=WORKS)
    digits = request.GET.get("code", "")
    digits = digits if len(digits) == 6 and digits.isascii() and digits.isdecimal() else ""  # noqa: PLR2004 - six digits
    mine = wanted_visits(look.person, engagement=look.engagement, which="mine", at=look.at)
    ahead = list(mine.filter(state__in=[one.value for one in AHEAD])[:2])
    if len(ahead) == 1:
        return redirect(reverse("desk:visit", args=[engagement_code, ahead[0].uuid]) + f"?code={digits}")
    return redirect("desk:visits", engagement_code=engagement_code)
