"""Who answers for the bodies that are written here: by the kind that an area gives to `begin_body`."""

from collections.abc import Mapping

from xieban.approvals.queries import PapersHolder
from xieban.approvals.rules import PAPERS
from xieban.documents.actions import DocumentHolder
from xieban.meetings.queries import MinutesHolder
from xieban.meetings.rules import BODY as MINUTES
from xieban.notices.queries import NoticeHolder
from xieban.notices.rules import BODY as NOTICE
from xieban.writing.queries import Holder

HOLDERS: Mapping[str, Holder] = {
    "documents.document": DocumentHolder(),
    NOTICE: NoticeHolder(),
    MINUTES: MinutesHolder(),
    PAPERS: PapersHolder(),
}
