"""What a view of a signed-in person is given."""

from datetime import datetime

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from zhishou.people.models import Person


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in; every view gets one unless it opted out of signing in."""

    user: Person
    at: datetime
    htmx: HtmxDetails


def proved_lately(request: HttpRequest) -> bool:
    """Say whether this browser's person proved, a short while ago, who he is: sensitive changes ask for it."""
    return not is_reauthentication_required(request, app="allauth.mfa")
