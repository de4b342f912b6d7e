"""The ways through the office system: what the side shows to whom."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jishi.pages.door import Counter, Group, Link, PageRequest, Shell
from xieban.approvals.queries import may_entitle
from xieban.chat.queries.unread import NEWS as CHAT_NEWS
from xieban.chat.queries.unread import unread_count as chat_unread
from xieban.config.sections import Visitor
from xieban.directory import queries as directory
from xieban.directory.models import Person
from xieban.inbox.queries import todo_count
from xieban.meetings.queries import to_answer
from xieban.notices.queries import unread_count

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


TALKED_ABOUT = {"documents:document": "document", "meetings:one": "meeting", "directory:person": "person"}
"""Which pages are about something that has a room, and what it is called there."""


def everybody(visitor: Visitor) -> bool:
    """Show to whoever is signed in."""
    return bool(visitor)


def administrators(visitor: Visitor) -> bool:
    """Show to whoever looks after this deployment."""
    return visitor.person.is_administrator


def waiting(visitor: Visitor) -> int:
    """Count what waits for the visitor."""
    return todo_count(visitor.person, at=visitor.at)


def unread(visitor: Visitor) -> int:
    """Count the notices that the visitor has not read."""
    return unread_count(visitor.person)


def unread_words(visitor: Visitor) -> int:
    """Count the messages of colleagues that the visitor has not read."""
    return chat_unread(visitor.person)


def invitations(visitor: Visitor) -> int:
    """Count the invitations that wait for the visitor's answer."""
    return to_answer(visitor.person, at=visitor.at)


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
    count: Callable[[Visitor], int] | None = None  # what waits there for this visitor


NAVIGATION: tuple[tuple["str | StrPromise", tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry(label=_("Start page"), icon="home", route="home", thumb=True),
            Entry(label=_("Inbox"), icon="inbox", route="inbox:inbox", thumb=True, count=waiting),
            Entry(label=_("Talk"), icon="messages", route="chat:chat", thumb=True, count=unread_words),
            Entry(label=_("Documents"), icon="file-text", route="documents:documents"),
            Entry(label=_("Notices"), icon="speakerphone", route="notices:notices", count=unread),
            Entry(label=_("Meetings"), icon="calendar-event", route="meetings:meetings", count=invitations),
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


def _current(path: str, urls: Iterable[str]) -> str:
    """Return the address that a page lies nearest under: a list is not current beside its own sub-page."""
    return max((url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default="")


def shell(request: PageRequest) -> Shell:
    """Say what stands around this page, for whoever looks at it."""
    bare = Shell(
        product=gettext("Xieban"), motto=gettext("Handling together"), sign_in_url=reverse("account_login")
    )
    person = request.user
    if not isinstance(person, Person):
        return bare
    visitor = Visitor(person=person, at=request.at)
    shown = [(title, [one for one in entries if one.shown(visitor)]) for title, entries in NAVIGATION]
    current = _current(request.path, (reverse(one.route) for _title, entries in shown for one in entries))
    groups, thumb = [], []
    for title, entries in shown:
        links = [_link(one, visitor, current) for one in entries]
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
        beside=_talks(request, person),
        account_url=reverse("directory:account"),
        sign_out_url=reverse("account_logout"),
        bell_url=reverse("inbox:inbox"),
        bell_count=next(
            (link.count for group in groups for link in group.links if link.url == reverse("inbox:inbox")), 0
        ),
        bell_live_url=reverse("inbox:bell"),
        counters=(Counter(url=reverse("chat:unread"), news=CHAT_NEWS),),
        work_url=reverse("work:mark"),
    )


def _link(entry: Entry, visitor: Visitor, current: str) -> Link:
    url = reverse(entry.route)
    count = entry.count(visitor) if entry.count else 0
    return Link(label=str(entry.label), url=url, icon=entry.icon, current=url == current, count=count)
