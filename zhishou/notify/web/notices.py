"""Pages: what I was told, and what became of the notices of a contract."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from jishi.pages.door import PageRequest
from zhishou.notify.actions import wishes
from zhishou.notify.queries.inbox import inbox, rows, unread_count
from zhishou.notify.queries.log import delivery_log
from zhishou.notify.web.visitors import person_of

_A_PAGE = 30


@require_GET
def mine(request: PageRequest) -> HttpResponse:
    """Show what I was told, the latest first."""
    person = person_of(request)
    page = Paginator(inbox(person), _A_PAGE).get_page(request.GET.get("page"))
    shown = rows(list(page), language=get_language() or person_of(request).language)
    given = {"rows": shown, "page": page, "unread": unread_count(person)}
    return render(request, "notify/parts/inbox.html" if request.htmx else "notify/mine.html", given)


@require_POST
def read_all(request: PageRequest) -> HttpResponse:
    """Mark everything as read."""
    wishes.read_all(by=person_of(request), at=request.at)
    return redirect("notify:mine")


@require_GET
def bell(request: PageRequest) -> HttpResponse:
    """Count again, for a page that stays open."""
    return render(request, "notify/parts/bell.html", {"count": unread_count(person_of(request))})


@require_GET
def follow(request: PageRequest, uuid: UUID) -> HttpResponse:
    """Mark one notice as read and go where it leads."""
    notice = wishes.read_notice(by=person_of(request), uuid=str(uuid), at=request.at)
    ours = notice.link.startswith("/") and url_has_allowed_host_and_scheme(notice.link, allowed_hosts=None)
    return redirect(notice.link if ours else "notify:mine")


@require_GET
def log(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show every notice of the contract, by what it left, and each attempt."""
    engagement, notices = delivery_log(person_of(request), code=engagement_code, at=request.at)
    page = Paginator(notices, _A_PAGE).get_page(request.GET.get("page"))
    shown = rows(list(page), language=get_language() or person_of(request).language)
    return render(request, "notify/log.html", {"engagement": engagement, "rows": shown, "page": page})
