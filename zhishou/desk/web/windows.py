"""The windows of a ticket's page, and what stands in its bar."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jishi.refusals.door import listed
from zhishou.desk import queries
from zhishou.desk.queries.merging import Consequences, consequences_of_merging
from zhishou.desk.rules.words import EvidenceKind, TicketKind, TicketState
from zhishou.desk.web import rows
from zhishou.desk.web.deeds import DEEDS
from zhishou.desk.web.deeds.deed import Deed, Group, Sheet, Window
from zhishou.desk.web.deeds.first import MOST, likely
from zhishou.desk.web.deeds.forms import MergeForm
from zhishou.desk.web.forms import EvidenceForm, FilesForm, RevisionForm
from zhishou.desk.web.stories import Told, told
from zhishou.desk.web.words import EVIDENCE

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

BY_STAFF: Final = (
    EvidenceKind.CALL,
    EvidenceKind.REMOTE_SESSION,
    EvidenceKind.CHECK_IN,
    EvidenceKind.EMERGENCY_MEASURE,
)
GROUPS: Final[dict[Group, "StrPromise"]] = {
    Group.EVIDENCE: gettext_lazy("Record evidence"),
    Group.HANDS: gettext_lazy("Hands and colleagues"),
    Group.WORDS: gettext_lazy("Words and files"),
    Group.CLOCKS: gettext_lazy("Clocks"),
    Group.ENDING: gettext_lazy("How it ends"),
    Group.FAMILY: gettext_lazy("This ticket and others"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What may be done: the likely next, and the rest by heading."""

    first: tuple[Window, ...]
    rest: tuple[tuple[str, tuple[Window, ...]], ...]


def windows(page: Sheet) -> list[Window]:
    """Return the windows that this person may open now, and the one whose words were refused."""
    found: list[Window] = []
    if page.choices.is_open and page.look.is_staff:
        found += [evidence_window(page, kind) for kind in BY_STAFF]
    if page.choices.is_open and page.look.is_client and page.choices.state is not TicketState.RECOVERED:
        found.append(evidence_window(page, EvidenceKind.CONFIRMATION))
    found += [_window(page, deed) for deed in DEEDS if deed.is_offered(page) or deed.name in page.sent]
    if page.look.is_staff or page.look.is_client:
        found.append(files_window(page))
    return found


def files_window(page: Sheet) -> Window:
    """Return the window in which files come to the ticket."""
    return Window(
        id="add-files",
        name="files",
        group=Group.WORDS,
        title=_("Add files"),
        text="",
        icon="file-upload",
        address="files",
        form=page.sent.get("files") or files_form(page),
        button=_("Send"),
        opens="files" in page.sent or page.opens == "files",
        key="f",
    )


def files_form(page: Sheet, data: object = None) -> FilesForm:
    """Return the form by which files come to the ticket; only the vendor's people may keep them to themselves."""
    return FilesForm(data, may_hide=page.look.is_staff)


def bar(page: Sheet, found: Iterable[Window]) -> Bar:
    """Put the likely ones first; everything stands once."""
    by_name = {window.name: window for window in found}
    first = tuple(by_name[name] for name in likely(page) if name in by_name)[:MOST]
    rest = [window for window in by_name.values() if window not in first]
    grouped = ((str(GROUPS[group]), tuple(one for one in rest if one.group is group)) for group in GROUPS)
    return Bar(first=first, rest=tuple((title, some) for title, some in grouped if some))


def evidence_window(page: Sheet, kind: EvidenceKind) -> Window:
    """Return the window in which one kind of evidence is written down."""
    mark = EVIDENCE[kind]
    form = page.sent.get(kind.value) or EvidenceForm(kind=kind, reached_at=page.ticket.reached_at)
    kept = rows.keeps(kind, page.look.language, of=TicketKind(page.ticket.kind))
    return Window(
        id=f"record-{kind.value}",
        name=kind.value,
        group=Group.EVIDENCE,
        title=str(mark.text),
        text=_("Keeps: %(commitments)s") % {"commitments": kept} if kept else "",
        icon=mark.icon,
        address="evidence",
        form=form,
        button=_("Confirm") if kind is EvidenceKind.CONFIRMATION else _("Record"),
        opens=kind.value in page.sent or page.opens == kind.value,
        key="e" if kind is EvidenceKind.CALL else "",
    )


def _window(page: Sheet, deed: Deed) -> Window:
    form = page.sent.get(deed.name) or deed.form(page, None)
    saying = deed.saying(page)
    window = Window(
        id=f"do-{deed.name}",
        name=deed.name,
        group=deed.group,
        title=str(saying.title),
        text=str(saying.text),
        icon=deed.icon,
        address="",
        form=form,
        button=str(saying.button),
        opens=deed.name in page.sent or page.opens == deed.name,
        key=deed.key,
        is_internal=deed.is_internal,
    )
    if deed.name not in page.sent:
        return window
    return replace(window, missed=_missed(page, form), preview=_preview(page, form))


def _missed(page: Sheet, form: forms.Form) -> tuple[Told, ...]:
    """Return what happened while the words were being written."""
    if not isinstance(form, RevisionForm) or form.seen >= page.ticket.revision:
        return ()
    story = queries.missed(page.look.person, ticket=page.ticket, since_revision=form.seen, at=page.look.at)
    return tuple(told(story, page.look.language, kind=TicketKind(page.ticket.kind)))


def _preview(page: Sheet, form: forms.Form) -> tuple[str, ...]:
    number = form.cleaned_data.get("number") if isinstance(form, MergeForm) and form.is_bound else None
    if number is None:
        return ()
    found = consequences_of_merging(page.look.person, ticket=page.ticket, into=number, at=page.look.at)
    return tuple(_said(found, page.look.language)) if found else (_("There is no such ticket."),)


def _said(found: Consequences, language: str) -> list[str]:
    """Say what would follow, line by line."""
    number = {"number": found.older.number, "title": found.older.title}
    lines = [_("Into #%(number)s %(title)s: its number, its people and its clocks go on.") % number]
    if not found.is_older:
        lines.append(_("But it is the younger one: merge it into this ticket instead."))
    if found.is_graver:
        lines.append(_("But this ticket is graver: change the level of the older one first."))
    moves = ngettext("%(count)s report moves there", "%(count)s reports move there", found.intakes)
    lines.append(moves % {"count": found.intakes})
    lines.append(
        _("Read there too: %(words)s messages, %(evidence)s records of evidence; %(children)s tickets below move")
        % {"words": found.words, "evidence": found.evidence, "children": found.children}
    )
    for text, clocks in (
        (_("These clocks of this ticket end as void: %(names)s"), found.ends),
        (_("What was late stays late: %(names)s"), found.late),
        (_("These clocks of the older ticket run on: %(names)s"), found.goes_on),
    ):
        names = [rows.commitment_name(clock.commitment, language) for clock in clocks]
        if names:
            lines.append(text % {"names": listed(names)})
    return lines
