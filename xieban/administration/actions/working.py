"""Work that takes too long for a call: done by a worker."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django_tasks import task

from jishi.database.door import moment
from jishi.tasks.door import database_only
from xieban.chat.actions import hearing as chat
from xieban.directory import actions as directory
from xieban.finding import actions as finding

REBUILD: Final[Mapping[str, Callable[[datetime], int]]] = {
    "people": lambda at: directory.rebuild_search(at=at),
    "documents": lambda _: finding.rebuild(),
    "messages": lambda _: chat.rebuild(),
}


def ask_to_rebuild(*, index: str) -> None:
    """Let a worker build an index anew; until then what is in it is found."""
    rebuild_index.enqueue(index=index)


@task()
@database_only
def rebuild_index(*, index: str) -> int:
    """Build one search index anew; return how many pieces it holds."""
    return REBUILD[index](moment())
