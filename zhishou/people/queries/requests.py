"""What a view of a signed-in person is given."""

from datetime import datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from zhishou.people.models import Person


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in; every view gets one unless it opted out of signing in."""

    user: Person
    at: datetime
    htmx: HtmxDetails
