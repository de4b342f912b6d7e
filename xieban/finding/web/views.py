"""The search page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xieban.directory.queries import PersonRequest
from xieban.finding import queries
from xieban.finding.web.forms import SearchForm


@require_safe
def search(request: PersonRequest) -> HttpResponse:
    """Show what holds all the words, of what the viewer may see."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    words = asked.get("q") or ""
    is_too_long = "q" in form.errors
    hits, before = queries.find(request.user, words=words, before=asked.get("before") or 0, at=request.at)
    others = queries.find_others(request.user, words=words, at=request.at) if not asked.get("before") else []
    following = request.GET.copy()
    following["before"] = str(before)
    shown = {
        "words": request.GET["q"] if is_too_long else words,
        "is_too_long": is_too_long,
        "hits": hits,
        "others": others,
        "next_url": f"?{following.urlencode()}" if before else "",
    }
    return render(request, "finding/found.html", shown)
