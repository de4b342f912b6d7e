"""What a view of a signed-in person is given."""

from jishi.pages.door import PageRequest
from xieban.directory.models import Person


class PersonRequest(PageRequest):
    """A request of somebody who is signed in; every view gets one unless it opted out of signing in."""

    user: Person
