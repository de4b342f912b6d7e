"""Pages, figures, the score of headers, and transactions."""

import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.http.client import Client, Page
from zhishou.systems.connectors.http.figures import figure
from zhishou.systems.connectors.http.old_tls import old_tls
from zhishou.systems.connectors.http.scoring import score, versions_shown
from zhishou.systems.connectors.http.transaction import transact
from zhishou.systems.connectors.reaching import no_answer
from zhishou.systems.rules.observing import Ask, Observation, measured
from zhishou.systems.rules.words import ConnectorKind

MOVED: Final = frozenset({301, 302, 303, 307, 308})
Doing = Callable[[Client, Ask, datetime], Awaitable[Observation]]


def url_of(ask: Ask, path: str = "") -> str:
    """Return the address of a path below the connector's."""
    return f"{ask.address.rstrip('/')}/{path.lstrip('/')}" if path else ask.address


def headers_of(ask: Ask) -> dict[str, str]:
    """Return what shows who asks, where the connector has a token, or a name and a password."""
    token = ask.secrets.get("token", "")
    return {"Authorization": f"Bearer {token}"} if token else {}


async def fetch(client: Client, ask: Ask) -> Page:
    """Ask for the page of a check, and refuse what is not as it must be."""
    page = await client.ask(
        "GET", url_of(ask, ask.text("path")), hops=int(ask.number("redirects")), headers=headers_of(ask)
    )
    wanted = int(ask.number("status", 200))
    if page.status != wanted:
        raise no_answer(
            _("It answered with status %(status)s, not %(wanted)s."),
            status=page.status,
            wanted=wanted,
            hops=page.hops,
        )
    return page


async def _answers(client: Client, ask: Ask, _at: datetime) -> Observation:
    begun = time.monotonic()
    page = await fetch(client, ask)
    took = time.monotonic() - begun
    contains, lacks = ask.text("contains"), ask.text("lacks")
    if contains and contains not in page.text:
        raise no_answer(_("The text “%(text)s” is not on the page."), text=contains, status=page.status)
    if lacks and lacks in page.text:
        raise no_answer(_("The text “%(text)s” is on the page."), text=lacks, status=page.status)
    if page.cut:
        raise no_answer(_("The page is larger than what is read: %(bytes)s bytes."), bytes=len(page.text))
    return measured(
        took, unit="s", words=_("It answers with status %(status)s."), status=page.status, bytes=len(page.text)
    )


async def _figure(client: Client, ask: Ask, at: datetime) -> Observation:
    return figure(await fetch(client, ask), ask, at=at)


async def _versions(client: Client, ask: Ask, _at: datetime) -> Observation:
    page = await fetch(client, ask)
    return versions_shown(page, old_tls=await old_tls(page.url, ask))


async def _score(client: Client, ask: Ask, _at: datetime) -> Observation:
    page = await fetch(client, ask)
    plain = ask.text("plain")
    return score(page, stays_plain=bool(plain) and not await _leads_to_tls(client, plain))


async def _leads_to_tls(client: Client, plain: str) -> bool:
    """Say whether who comes without TLS is sent to where there is TLS."""
    page = await client.ask("GET", plain, hops=0)
    location = page.headers.get("location", "")
    return page.status in MOVED and location.startswith("https://")


FIGURES: Final = ("N-02", "N-04", "A-02", "A-03", "A-04", "A-05", "A-06", "A-07", "A-08", "M-02", "M-04")
DOING: Final[Mapping[str, Doing]] = {
    "X-01": _answers,
    "N-03": _answers,
    "N-01": _answers,
    "X-02": _figure,
    **dict.fromkeys(
        ("N-02", "N-04", "A-02", "A-03", "A-04", "A-05", "A-06", "A-07", "A-08", "M-02", "M-04"), _figure
    ),
    "A-01": transact,
    "N-06": _score,
    "N-07": _versions,
}


class Http:
    """Asks as a browser or a program does, and never more than it is told."""

    kind = ConnectorKind.HTTP
    checks = frozenset(DOING)
    least = _("An account of its own that sees one harmless document, or a token that only reads.")

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:
        """Look once."""
        async with Client(
            allowed=ask.allowed,
            verify=ask.flag("verify", default=True),
            ca_file=ask.text("ca_file"),
            cookies=bool(ask.steps),
        ) as client:
            return await DOING[ask.check](client, ask, at)
