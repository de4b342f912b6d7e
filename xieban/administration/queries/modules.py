"""A look at each module: it reads what its pages read, as an administrator, and says what is not well."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jishi.health.door import Part, PartKind, Seen, Standing, worst
from jishi.search import door as search
from xieban.approvals import queries as approvals
from xieban.archive import queries as archive
from xieban.directory import queries as directory
from xieban.directory.models import Person
from xieban.documents import queries as documents
from xieban.finding import queries as finding
from xieban.flows import queries as flows
from xieban.inbox import queries as inbox
from xieban.layout import queries as layout
from xieban.layout.rules import Face
from xieban.meetings import queries as meetings
from xieban.notices import queries as notices
from xieban.writing import queries as writing

NOBODY_LOOKS: Final = Seen(standing=Standing.UNKNOWN, reasons=("there is no administrator as whom to look",))
Look = Callable[[datetime], Seen]


def _read(rows: Callable[[Person, datetime], object]) -> Look:
    """Return a look that reads as an administrator would; what is returned does not matter, only that it is."""

    def seen(at: datetime) -> Seen:
        viewer = directory.some_administrator()
        if viewer is None:
            return NOBODY_LOOKS
        rows(viewer, at)
        return Seen()

    return seen


def _first(rows: QuerySet[Any]) -> list[Any]:
    return list(rows.order_by("-id")[:1])


def _directory(at: datetime) -> Seen:
    viewer = directory.some_administrator()
    figures = {"accounts": directory.everybody_here().count()}
    if viewer is None:
        return replace(NOBODY_LOOKS, figures=figures)
    figures["signed_in"] = directory.sign_ins(viewer, at=at).count()
    at_risk = directory.administrators_at_risk(at=at)
    figures["accounts_in_many_hands"] = directory.accounts_in_many_hands(at=at)
    figures["administrators_with_business"] = at_risk.with_business
    figures["administrators_without_second_factor"] = at_risk.without_second_factor
    figures["administrators_at_risk"] = at_risk.with_business + at_risk.without_second_factor
    return Seen(figures=figures)


def _flows(at: datetime) -> Seen:
    figures = flows.figures(at=at)
    seen = worst(
        [
            (not figures["published"], Standing.UNKNOWN, "no flow is published"),
            (bool(figures["timers_late"]), Standing.DEGRADED, f"{figures['timers_late']:.0f} timers are late"),
            (
                bool(figures["services_failed"]),
                Standing.DEGRADED,
                f"{figures['services_failed']:.0f} services fail",
            ),
        ]
    )
    return replace(seen, figures=figures)


def _finding(at: datetime) -> Seen:
    viewer = directory.some_administrator()
    if viewer is None:
        return NOBODY_LOOKS
    indexed = search.counts().get(finding.KIND, 0)
    there = _first(documents.visible(viewer, at=at))
    seen = worst([(bool(there) and not indexed, Standing.DEGRADED, "the index is empty: rebuild it")])
    return replace(seen, figures={"indexed": indexed})


def _layout(_at: datetime) -> Seen:
    shelf = layout.house_shelf()
    lacking = [face.value for face in Face if shelf.best(face) is None]
    return worst([(bool(lacking), Standing.DEGRADED, f"no font for {', '.join(lacking)}")])


def _writing(_at: datetime) -> Seen:
    return Seen(figures={"attachments": writing.how_many_files()})


MODULES: Final = tuple(
    Part(name=name, kind=PartKind.MODULE, words=words, look=look)
    for name, words, look in (
        ("directory", _("People and posts"), _directory),
        ("flows", _("Flows"), _flows),
        ("documents", _("Documents"), _read(lambda viewer, at: _first(documents.visible(viewer, at=at)))),
        ("inbox", _("Inbox"), _read(lambda viewer, at: inbox.todo_count(viewer, at=at))),
        ("approvals", _("Approvals"), _read(lambda viewer, _: _first(approvals.vehicles(viewer)))),
        ("notices", _("Notices"), _read(lambda viewer, at: _first(notices.visible(viewer, at=at)))),
        ("meetings", _("Meetings"), _read(lambda viewer, at: _first(meetings.visible(viewer, at=at)))),
        ("archive", _("Archive"), _read(lambda viewer, at: _first(archive.visible(viewer, at=at)))),
        ("finding", _("Search"), _finding),
        ("writing", _("Texts and attachments"), _writing),
        ("layout", _("Layout"), _layout),
    )
)
