"""What others may ask: begin a work, carry it inside its task.

@task()
def export(*, work: str, contract: str) -> None:
    with under_way(work) as progress:
        for number, page in enumerate(pages, start=1):
            progress.advance(done=number, total=len(pages), note=page.title)
        progress.finish(result_url=f"/files/{key}/")

begin(title=_("Export of the ledger"), job=export, owner=person.uuid, arguments={"contract": code}, at=at)
"""

from jishi.work.actions import (
    AskedToStop,
    Progress,
    advance,
    ask_to_stop,
    begin,
    fail,
    finish,
    is_asked_to_stop,
    stop,
    try_again,
    under_way,
)
from jishi.work.queries import Row, get_work, lively_of, work_of

__all__ = [
    "AskedToStop",
    "Progress",
    "Row",
    "advance",
    "ask_to_stop",
    "begin",
    "fail",
    "finish",
    "get_work",
    "is_asked_to_stop",
    "lively_of",
    "stop",
    "try_again",
    "under_way",
    "work_of",
]
