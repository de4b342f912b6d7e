"""The page, and what it asks of the office: colleagues by pinyin, documents to link to, what a link leads to."""

import json

from csp.decorators import csp_update
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xieban.chat.queries import beside
from xieban.chat.queries.unread import unread_count
from xieban.chat.web.words import words
from xieban.directory.queries import PersonRequest

NEVER_KEPT = {"Cache-Control": "no-store"}


# Pictures are fetched with the token and drawn from memory; nothing else may be.
@csp_update({"img-src": ["blob:"]})  # type: ignore[arg-type]  # takes any view; ours say whose request it is
@require_safe
def chat(request: PersonRequest) -> HttpResponse:
    """Show the page; its script signs in to the chat server and does the rest."""
    return render(request, "chat/chat.html", {"words": words(), "rooms_url": f"{reverse('chat:chat')}rooms/"})


@require_safe
def unread(request: PersonRequest) -> HttpResponse:
    """Say how much is unread, for the counter of the side."""
    counts = {reverse("chat:chat"): unread_count(request.user)}
    return HttpResponse(headers=NEVER_KEPT | {"HX-Trigger": json.dumps({"counts": counts})})


@require_safe
def people(request: PersonRequest) -> JsonResponse:
    """Say which colleagues the words fit, by name, pinyin or initials."""
    found = beside.colleagues_like(request.user, words=request.GET.get("q", ""), at=request.at)
    return JsonResponse({"people": found}, headers=NEVER_KEPT)


@require_safe
def sharable(request: PersonRequest) -> JsonResponse:
    """Say which documents that the person may read hold the words."""
    found = beside.documents_like(request.user, words=request.GET.get("q", ""), at=request.at)
    return JsonResponse({"documents": found}, headers=NEVER_KEPT)


@require_safe
def about(request: PersonRequest) -> JsonResponse:
    """Say what a link into the office leads to; an empty title for what is not there as for what is not for him."""
    title = beside.title_at(request.user, path=request.GET.get("path", ""), at=request.at)
    return JsonResponse({"title": title}, headers=NEVER_KEPT)
