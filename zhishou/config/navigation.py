"""The ways through the platform: what the side shows to whom, and what the start page is made of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jishi.pages.door import Group, Link, PageRequest, Shell
from jishi.refusals.door import listed
from zhishou.config.sections import WATCHERS, Visitor
from zhishou.desk.queries.agreements import waiting_for_client
from zhishou.inspections.rules.words import SEES as INSPECTION_READERS
from zhishou.ledger.queries import OWN_ONLY, READERS
from zhishou.notify.actions import name_of_kind
from zhishou.notify.queries.alarms import standing_alarms
from zhishou.notify.queries.inbox import unread_count
from zhishou.notify.rules import Trouble
from zhishou.people import queries as people
from zhishou.people.models import ROLE_NAMES, Engagement, Person
from zhishou.people.rules import CLIENT_ROLES, VENDOR_ROLES, Role
from zhishou.watch.queries import count_standing

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SCOPE = "engagement_code"


def everybody(visitor: Visitor) -> bool:
    """Show to whoever is signed in."""
    return bool(visitor)


def with_any(*roles: Role) -> Callable[[Visitor], bool]:
    """Show to whoever holds one of the roles in the engagement at hand."""
    return lambda visitor: bool(visitor.roles & frozenset(roles))


def platform_admins(visitor: Visitor) -> bool:
    """Show to those who look after the deployment."""
    return visitor.person.is_platform_admin


def agreements_waiting(visitor: Visitor) -> int:
    """Count what waits for the client's answer, for whoever answers."""
    if visitor.engagement is None or Role.CLIENT_ADMIN not in visitor.roles:
        return 0
    return waiting_for_client(visitor.person, engagement=visitor.engagement, at=visitor.at)


def alerts_open(visitor: Visitor) -> int:
    """Count what is not normal now and was told, in the systems of the contract at hand."""
    if visitor.engagement is None:
        return 0
    return count_standing(visitor.person, engagement=visitor.engagement, at=visitor.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the side; `scoped` ones live under /c/<engagement_code>/ and need an engagement."""

    label: "str | StrPromise"
    icon: str
    route: str
    scoped: bool = False
    thumb: bool = False  # also under the thumb on a phone; the first three are taken
    shown: Callable[[Visitor], bool] = everybody
    count: Callable[[Visitor], int] | None = None  # what waits there for this visitor


NAVIGATION: tuple[tuple["str | StrPromise", tuple[Entry, ...]], ...] = (
    ("", (Entry(label=_("Start page"), icon="home", route="home", thumb=True),)),
    (
        _("Service desk"),
        (
            Entry(
                label=_("Report and follow"),
                icon="message",
                route="desk:portal",
                scoped=True,
                thumb=True,
                shown=with_any(*CLIENT_ROLES),
            ),
            Entry(
                label=_("Tickets"),
                icon="headset",
                route="desk:console",
                scoped=True,
                thumb=True,
                shown=with_any(*WATCHERS),
            ),
            Entry(
                label=_("Board"),
                icon="layout-grid",
                route="desk:board",
                scoped=True,
                shown=with_any(*VENDOR_ROLES),
            ),
            Entry(
                label=_("Visits"),
                icon="map-pin",
                route="desk:visits",
                scoped=True,
                shown=with_any(*VENDOR_ROLES),
            ),
            Entry(
                label=_("Check-in code"),
                icon="qrcode",
                route="desk:code",
                scoped=True,
                shown=with_any(*CLIENT_ROLES),
            ),
            Entry(
                label=_("Agreements"),
                icon="heart-handshake",
                route="desk:agreements",
                scoped=True,
                shown=with_any(*WATCHERS),
                count=agreements_waiting,
            ),
            Entry(
                label=_("Phone log"),
                icon="phone-call",
                route="desk:phone",
                scoped=True,
                shown=with_any(*VENDOR_ROLES),
            ),
        ),
    ),
    (
        _("On watch"),
        (
            Entry(
                label=_("Systems watched"),
                icon="sitemap",
                route="watch:overview",
                scoped=True,
                shown=with_any(*WATCHERS),
                count=alerts_open,
            ),
            Entry(
                label=_("Duty roster"),
                icon="calendar-week",
                route="duty:roster",
                scoped=True,
                thumb=True,
                shown=with_any(*WATCHERS),
            ),
            Entry(
                label=_("Inspections"),
                icon="clipboard-check",
                route="inspections:rounds",
                scoped=True,
                shown=with_any(*INSPECTION_READERS),
            ),
            Entry(
                label=_("My shifts"),
                icon="user-check",
                route="duty:mine",
                scoped=True,
                shown=with_any(*VENDOR_ROLES),
            ),
            Entry(
                label=_("Ladders"),
                icon="stairs-up",
                route="duty:ladders",
                scoped=True,
                shown=with_any(*WATCHERS),
            ),
        ),
    ),
    (
        _("Contract"),
        (
            Entry(label=_("Contract"), icon="contract", route="contracts:terms", scoped=True, thumb=True),
            Entry(
                label=_("Evidence"),
                icon="shield-check",
                route="ledger:entries",
                scoped=True,
                shown=with_any(*READERS | OWN_ONLY),
            ),
            Entry(
                label=_("People of the contract"), icon="users-group", route="people:engagement_people", scoped=True
            ),
        ),
    ),
    (
        _("Administration"),
        (
            Entry(label=_("People"), icon="users", route="people:persons"),
            Entry(label=_("Organisations"), icon="building", route="people:organisations"),
            Entry(
                label=_("Systems and profiles"),
                icon="server",
                route="systems:systems",
                scoped=True,
                shown=with_any(*WATCHERS),
            ),
            Entry(
                label=_("Ways in"),
                icon="mail",
                route="desk:inlets",
                scoped=True,
                shown=with_any(Role.MANAGER, Role.CLIENT_ADMIN),
            ),
            Entry(
                label=_("Delivery log"), icon="send", route="notify:log", scoped=True, shown=with_any(Role.MANAGER)
            ),
        ),
    ),
)
TROUBLES = {
    Trouble.KIND_FAILS: _("Messages by %(kind)s do not leave: every attempt fails."),
    Trouble.PAGE_STUCK: _("A page could not be delivered by any channel. Call by telephone."),
}


def visitor_of(request: PageRequest) -> Visitor | None:
    """Return who looks; the engagement is the address's, else the one last visited, else the first."""
    person = request.user
    if not isinstance(person, Person):
        return None
    return _visit(request, person, people.engagements_with_roles(person, at=request.at))


def _visit(request: PageRequest, person: Person, mine: Sequence[tuple[Engagement, frozenset[Role]]]) -> Visitor:
    match = request.resolver_match
    asked = match.kwargs.get(SCOPE) if match else None
    code = asked or request.session.get(SCOPE)
    strange: tuple[Engagement | None, frozenset[Role]] = (None, frozenset())
    engagement, roles = next((one for one in mine if one[0].code == code), mine[0] if mine else strange)
    if engagement and asked == engagement.code and request.session.get(SCOPE) != asked:
        request.session[SCOPE] = asked
    return Visitor(person=person, engagement=engagement, roles=roles, at=request.at)


def _current(path: str, urls: Iterable[str]) -> str:
    """Return the address that a page lies nearest under: a list is not current beside its own sub-page."""
    return max((url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default="")


def _address(entry: Entry, visitor: Visitor) -> str:
    words = {SCOPE: visitor.engagement.code} if entry.scoped and visitor.engagement else {}
    return reverse(entry.route, kwargs=words)


def _link(entry: Entry, visitor: Visitor, current: str) -> Link | None:
    if not entry.shown(visitor) or (entry.scoped and visitor.engagement is None):
        return None
    url = _address(entry, visitor)
    count = entry.count(visitor) if entry.count else 0
    return Link(label=str(entry.label), url=url, icon=entry.icon, current=url == current, count=count)


def _if_there(route: str) -> str:
    """Return a route's address, or nothing where this build of the platform has no such page."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def _alarm(visitor: Visitor) -> str:
    """Say to who can do something about it that messages do not leave the house."""
    if not (visitor.person.is_platform_admin or Role.MANAGER in visitor.roles):
        return ""
    alarms = [
        str(TROUBLES[Trouble(one.trouble)]) % {"kind": name_of_kind(one.subject)} for one in standing_alarms()
    ]
    return " ".join(alarms)


def shell(request: PageRequest) -> Shell:
    """Say what stands around this page, for whoever looks at it."""
    bare = Shell(
        product=gettext("Zhishou"),
        motto=gettext("On watch, day and night"),
        sign_in_url=_if_there("account_login"),
    )
    if not isinstance(request.user, Person):
        return bare
    mine = people.engagements_with_roles(request.user, at=request.at)
    visitor = _visit(request, request.user, mine)
    groups = []
    thumb = []
    entries_here = [
        entry for _title, entries in NAVIGATION for entry in entries if not entry.scoped or visitor.engagement
    ]
    current = _current(request.path, (_address(entry, visitor) for entry in entries_here))
    for title, entries in NAVIGATION:
        pairs = [(entry, _link(entry, visitor, current)) for entry in entries]
        links = tuple(link for _entry, link in pairs if link)
        thumb += [link for entry, link in pairs if link and entry.thumb]
        if links:
            groups.append(Group(title=str(title), links=links))
    return Shell(
        product=bare.product,
        motto=bare.motto,
        person=visitor.person.name,
        person_hint=listed(ROLE_NAMES[role] for role in Role if role in visitor.roles),
        groups=tuple(groups),
        thumb=tuple(thumb[:3]),
        scope=visitor.engagement.name if visitor.engagement else "",
        scopes=tuple(
            Link(
                label=one.name,
                url=reverse("enter", kwargs={SCOPE: one.code}),
                icon="briefcase",
                current=visitor.engagement == one,
            )
            for one, _roles in mine
        ),
        account_url=_if_there("people:account"),
        sign_out_url=_if_there("account_logout"),
        bell_url=_if_there("notify:mine"),
        alarm=_alarm(visitor),
        bell_count=unread_count(visitor.person),
        bell_live_url=_if_there("notify:bell"),
        work_url=reverse("work:mark"),
    )
