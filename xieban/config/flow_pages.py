"""Which page the instances of each flow have; what is not listed has the plain page of any instance."""

from collections.abc import Mapping
from typing import Final

from xieban.flows.rules.pages import FlowPage

_DOCUMENT: Final = FlowPage(
    route="documents:of_instance", do="xieban.documents.actions.do", offer="xieban.documents.queries.offer"
)
_APPROVAL: Final = FlowPage(
    route="approvals:one", complete="xieban.approvals.actions.complete", offer="xieban.approvals.queries.offer"
)
PAGES: Final[Mapping[str, FlowPage]] = {
    "dispatch": _DOCUMENT,
    "memo": _DOCUMENT,
    "incoming": _DOCUMENT,
    "supervision": _DOCUMENT,
    "notice": FlowPage(route="notices:of_instance", complete="xieban.notices.actions.complete"),
    "meeting": FlowPage(route="meetings:of_instance", complete="xieban.meetings.actions.complete"),
    "leave": _APPROVAL,
    "car": _APPROVAL,
    "seal": _APPROVAL,
}
