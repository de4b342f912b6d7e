"""The switch between languages."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST

from jishi.pages.door import PageRequest
from jishi.pages.middleware import LANGUAGE_COOKIE

A_YEAR = 365 * 24 * 3600


@login_not_required
@require_POST
def choose_language(request: PageRequest) -> HttpResponse:
    """Speak another language from now on: in this browser, and to the person wherever they sign in."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        import_string(settings.PAGES_REMEMBER_LANGUAGE)(request.user, language, at=request.at)
    response.set_cookie(
        LANGUAGE_COOKIE, language, max_age=A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    return response
