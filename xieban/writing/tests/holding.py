"""A holder for the tests: whoever is named in the key may read, the first of them may write."""

from datetime import datetime

from xieban.directory.models import Person
from xieban.tests.cast import NOON
from xieban.writing import actions
from xieban.writing.models import Body
from xieban.writing.queries import Holder


class Paper(Holder):
    """A sheet of paper; its key is a word, then the usernames of its readers, those with a star may write."""

    def may_read(self, viewer: Person, *, key: str, at: datetime) -> bool:  # noqa: ARG002 - the shape asked for
        return viewer.username in key.replace("*", "").split(",")

    def may_write(self, viewer: Person, *, key: str, at: datetime) -> bool:  # noqa: ARG002 - as above
        return f"{viewer.username}*" in key.split(",")

    def title(self, *, key: str) -> str:  # noqa: ARG002 - as above
        return "关于开展应急演练的通知"

    def address(self, *, key: str) -> str:  # noqa: ARG002 - as above
        return "/"


HOLDERS = {"tests.paper": Paper()}
PAPERS = "xieban.writing.tests.holding.HOLDERS"


def paper(*writers: Person, readers: tuple[Person, ...] = (), at: datetime = NOON) -> Body:
    """Begin a body that the writers may write and the readers may read."""
    names = [*(f"{one.username}*" for one in writers), *(one.username for one in readers)]
    return actions.begin_body(kind="tests.paper", key=",".join(names), by=writers[0], at=at)
