"""My account: how I am reached, password, second factors, devices."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jishi.entrance.door import SIGN_IN_KEY, in_words
from xieban.directory import actions, queries
from xieban.directory.queries import PersonRequest
from xieban.directory.web.forms import ProfileForm


def profile(request: PersonRequest) -> HttpResponse:
    """Show everything about one's own account; take changes of the profile."""
    person = request.user
    form = ProfileForm(
        request.POST or None, initial={name: getattr(person, name) for name in ProfileForm.base_fields}
    )
    if request.method == "POST" and form.is_valid():
        actions.change_own_profile(**form.cleaned_data, by=person, at=request.at)
        messages.success(request, _("Saved."))
        return redirect("directory:account")
    here = request.session.get(SIGN_IN_KEY, "")
    devices = queries.devices_of(person, within=timedelta(seconds=settings.SESSION_COOKIE_AGE), at=request.at)
    words = {
        "form": form,
        "devices": [(device, in_words(device.agent), str(device.uuid) == here) for device in devices],
        "has_second_factor": queries.has_second_factor(person),
        "posts": queries.appointments_of(person, at=request.at),
    }
    return render(request, "directory/account.html", words)


@require_POST
def end_device(request: PersonRequest, uuid: str) -> HttpResponse:
    """Sign one device out."""
    actions.end_sign_in(uuid=str(uuid), by=request.user, at=request.at)
    messages.success(request, _("That device has been signed out."))
    return redirect("directory:account")


@require_POST
def end_others(request: PersonRequest) -> HttpResponse:
    """Sign every device out but this one."""
    count = actions.end_other_sign_ins(keep=request.session.get(SIGN_IN_KEY, ""), by=request.user, at=request.at)
    words = ngettext("%d device has been signed out.", "%d devices have been signed out.", count)
    messages.success(request, words % count)
    return redirect("directory:account")
