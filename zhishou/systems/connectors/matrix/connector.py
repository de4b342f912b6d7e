"""A chat server in which a message arrives."""

import asyncio
import json
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.http.client import Client, Page
from zhishou.systems.connectors.reaching import NotReachedError, no_answer
from zhishou.systems.rules.observing import Ask, Observation, Outcome, measured
from zhishou.systems.rules.words import ConnectorKind

OK, CREATED = 200, 201
AGAIN_S: Final = 0.1


def _json(page: Page, wanted: str) -> Any:
    try:
        answer = json.loads(page.text)
    except ValueError as error:
        raise no_answer(_("The answer is not JSON.")) from error
    if page.status != OK or not isinstance(answer, dict) or wanted not in answer:
        why = str(answer.get("error", page.status)) if isinstance(answer, dict) else str(page.status)
        raise no_answer(_("The chat server says: %(why)s."), why=why[:200])
    return answer[wanted]


def _url(ask: Ask, path: str) -> str:
    return f"{ask.address.rstrip('/')}/{path}"


async def _answers(client: Client, ask: Ask) -> Observation:
    begun = time.monotonic()
    versions = _json(await client.ask("GET", _url(ask, "_matrix/client/versions")), "versions")
    newest = str(versions[-1]) if isinstance(versions, list) and versions else "?"
    return measured(time.monotonic() - begun, unit="s", words=_("It speaks %(version)s."), version=newest)


async def _echo(client: Client, ask: Ask) -> Observation:
    """Send a message as one account, and see it arrive at another, or at the same where there is one only."""
    sender, reader = ask.secrets.get("token"), ask.secrets.get("reader_token") or ask.secrets.get("token")
    if not sender:
        raise NotReachedError(Outcome.UNKNOWN, _("The echo needs the secret “token”."))
    room = quote(ask.text("room") or await _only_room(client, ask, token=sender), safe="")
    begun = time.monotonic()
    event = _json(
        await client.ask(
            "PUT",
            _url(ask, f"_matrix/client/v3/rooms/{room}/send/m.room.message/{secrets.token_hex(12)}"),
            body=json.dumps({"msgtype": "m.notice", "body": ask.text("words", "值守探测")}),
            headers={"Authorization": f"Bearer {sender}"},
        ),
        "event_id",
    )
    while True:
        page = await client.ask(
            "GET",
            _url(ask, f"_matrix/client/v3/rooms/{room}/messages?dir=b&limit=20"),
            headers={"Authorization": f"Bearer {reader}"},
        )
        chunk = _json(page, "chunk")
        if isinstance(chunk, list) and any(isinstance(one, dict) and one.get("event_id") == event for one in chunk):
            took = time.monotonic() - begun
            return measured(took, unit="s", words=_("The message arrived."))
        await asyncio.sleep(AGAIN_S)


async def _only_room(client: Client, ask: Ask, *, token: str) -> str:
    """Return the one room in which an account of the watch's own is."""
    asked = await client.ask(
        "GET", _url(ask, "_matrix/client/v3/joined_rooms"), headers={"Authorization": f"Bearer {token}"}
    )
    rooms = _json(asked, "joined_rooms")
    if not isinstance(rooms, list) or len(rooms) != 1:
        raise NotReachedError(Outcome.UNKNOWN, _("The account is not in just one room: name it in options.room."))
    return str(rooms[0])


async def _doors(client: Client, ask: Ask) -> Observation:
    """Count the doors that stand open to anybody."""
    wrong = []
    asked = await client.ask("POST", _url(ask, "_matrix/client/v3/register"), body="{}")
    if asked.status in {OK, 401}:  # 401 offers the stages of a registration
        wrong.append("registration")
    federation = await client.ask("GET", _url(ask, "_matrix/federation/v1/version"))
    if federation.status == OK and not ask.flag("federation", default=False):
        wrong.append("federation")
    admin = await client.ask("GET", _url(ask, "_synapse/admin/v1/users/@nobody:invalid"))
    if admin.status == OK:
        wrong.append("admin")
    words = _("Open: %(names)s.") if wrong else _("No door stands open.")
    return measured(len(wrong), words=words, names=", ".join(wrong))


LOOKS: Final[Mapping[str, Callable[[Client, Ask], Awaitable[Observation]]]] = {
    "M-01": _answers,
    "M-03": _doors,
    "M-05": _echo,
}


class Matrix:
    """Asks as any client does; its messages go to a room of their own."""

    kind = ConnectorKind.MATRIX
    checks = frozenset(LOOKS)
    least = _("An account of its own that is in one room of its own, and no administrator.")

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:  # noqa: ARG002 - the protocol's shape
        """Look once."""
        async with Client(
            allowed=ask.allowed, verify=ask.flag("verify", default=True), ca_file=ask.text("ca_file")
        ) as client:
            return await LOOKS[ask.check](client, ask)
