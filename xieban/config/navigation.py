"""The ways through the office system: what the side shows to whom."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from jishi.pages.door import Counter, Group, Link, PageRequest, Shell
from xieban.approvals.queries import may_entitle
from xieban.archive import queries as archive
from xieban.chat.queries.unread import NEWS as CHAT_NEWS
from xieban.chat.queries.unread import unread_count as chat_unread
from xieban.config.sections import Visitor
from xieban.directory import queries as directory
from xieban.directory.models import Person
from xieban.inbox.queries import shell_counts

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


INBOX, CHAT = "inbox:inbox", "chat:chat"
TALKED_ABOUT = {"documents:document": "document", "meetings:one": "meeting", "directory:person": "person"}
"""Which pages are about something that has a room, and what it is called there."""


def everybody(visitor: Visitor) -> bool:
    """Show to whoever is signed in."""
    return bool(visitor)


def administrators(visitor: Visitor) -> bool:
    """Show to whoever looks after this deployment."""
    return visitor.person.is_administrator


def keepers_of_leave(visitor: Visitor) -> bool:
    """Show to whoever keeps everybody's annual leave."""
    return may_entitle(visitor.person, at=visitor.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the side."""

    label: "str | StrPromise"
    icon: str
    route: str
    thumb: bool = False  # also under the thumb on a phone; the first three are taken
    shown: Callable[[Visitor], bool] = everybody


NAVIGATION: tuple[tuple["str | StrPromise", tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry(label=_("Start page"), icon="home", route="home", thumb=True),
            Entry(label=_("Inbox"), icon="inbox", route="inbox:inbox", thumb=True),
            Entry(label=_("Talk"), icon="messages", route="chat:chat", thumb=True),
            Entry(label=_("Documents"), icon="file-text", route="documents:documents"),
            Entry(label=_("Notices"), icon="speakerphone", route="notices:notices"),
            Entry(label=_("Meetings"), icon="calendar-event", route="meetings:meetings"),
            Entry(label=_("Approvals"), icon="clipboard-check", route="approvals:mine", thumb=True),
            Entry(label=_("Search"), icon="search", route="finding:search"),
            Entry(label=_("Archive"), icon="archive", route="archive:records"),
            Entry(label=_("People"), icon="users", route="directory:people", thumb=True),
            Entry(label=_("Standing in"), icon="arrows-exchange", route="directory:delegations"),
            Entry(label=_("Annual leave"), icon="beach", route="approvals:entitlements", shown=keepers_of_leave),
            Entry(label=_("Flows"), icon="git-branch", route="flows:flows", shown=administrators),
            Entry(label=_("Numbers and seals"), icon="rubber-stamp", route="documents:kept", shown=administrators),
            Entry(label=_("Administration"), icon="tool", route="administration:overview", shown=administrators),
            Entry(label=_("Layout check"), icon="ruler-2", route="layout:check"),
            Entry(label=_("My account"), icon="user-cog", route="directory:account", thumb=True),
        ),
    ),
)


@cache
def address(route: str) -> str:
    """Return the address of a page that has one; the side of every page asks for all of them."""
    return reverse(route)


def _talks(request: PageRequest, person: Person) -> tuple[Link, ...]:
    """Return the ways from a document, a meeting or a colleague into instant messaging."""
    match = request.resolver_match
    about = TALKED_ABOUT.get(match.view_name if match else "", "")
    if match is None or not about or match.kwargs.get("uuid") == person.uuid:
        return ()
    chat = reverse("chat:chat")
    talk = f"{chat}?{urlencode({about: match.kwargs['uuid']})}"
    if about == "person":
        return (Link(label=gettext("Send a message"), url=talk, icon="message-2"),)
    share = f"{chat}?{urlencode({'share': request.path})}"
    return (
        Link(label=gettext("Discuss"), url=talk, icon="messages"),
        Link(label=gettext("Share in a talk"), url=share, icon="message-2-share"),
    )


def _checks(request: PageRequest, person: Person) -> tuple[Link, ...]:
    """Return the way from a document to what keeps it out of the archive."""
    match = request.resolver_match
    if match is None or match.view_name != "documents:document":
        return ()
    found = archive.faults_of(person, document=match.kwargs["uuid"], at=request.at)
    if not found:
        return ()
    label = ngettext("Archive checks: %(count)d finding", "Archive checks: %(count)d findings", found)
    url = reverse("archive:checks", kwargs={"document": match.kwargs["uuid"]})
    return (Link(label=label % {"count": found}, url=url, icon="alert-triangle"),)


def _current(path: str, urls: Iterable[str]) -> str:
    """Return the address that a page lies nearest under: a list is not current beside its own sub-page."""
    return max((url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default="")


def shell(request: PageRequest) -> Shell:
    """Say what stands around this page, for whoever looks at it."""
    bare = Shell(
        product=gettext("Xieban"), motto=gettext("Handling together"), sign_in_url=address("account_login")
    )
    person = request.user
    if not isinstance(person, Person):
        return bare
    visitor = Visitor(person=person, at=request.at)
    shown = [(title, [one for one in entries if one.shown(visitor)]) for title, entries in NAVIGATION]
    current = _current(request.path, (address(one.route) for _title, entries in shown for one in entries))
    counts = {**shell_counts(person, at=request.at), CHAT: chat_unread(person)}
    groups, thumb = [], []
    for title, entries in shown:
        links = [_link(one, counts.get(one.route, 0), current) for one in entries]
        thumb += [link for one, link in zip(entries, links, strict=True) if one.thumb]
        if links:
            groups.append(Group(title=str(title), links=tuple(links)))
    department = directory.department_of(person, at=request.at)
    return replace(
        bare,
        person=person.name,
        person_hint=str(department or ""),
        groups=tuple(groups),
        thumb=tuple(thumb[:3]),
        beside=(*_checks(request, person), *_talks(request, person)),
        account_url=address("directory:account"),
        sign_out_url=address("account_logout"),
        bell_url=address(INBOX),
        bell_count=counts[INBOX],
        bell_live_url=address("inbox:bell"),
        counters=(Counter(url=address("chat:unread"), news=CHAT_NEWS),),
        work_url=address("work:mark"),
    )


def _link(entry: Entry, count: int, current: str) -> Link:
    url = address(entry.route)
    return Link(label=str(entry.label), url=url, icon=entry.icon, current=url == current, count=count)
