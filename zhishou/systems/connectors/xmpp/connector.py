"""A chat server of XMPP in which a message arrives."""

import asyncio
import secrets
import time
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.reaching import NotReachedError, no_answer, resolve, split, tls_context
from zhishou.systems.connectors.xmpp.session import Account, Session, message, reason
from zhishou.systems.rules.observing import Ask, Observation, Outcome, measured
from zhishou.systems.rules.words import ConnectorKind

PORT, OVER_TLS = 5222, 5223
SPARE: Final = 0.05  # of the time that is given: enough to say what was waited for


class Xmpp:
    """Writes to itself, or to a second account, and waits for what it wrote."""

    kind = ConnectorKind.XMPP
    checks = frozenset({"XM-01", "XM-02"})
    least = _(
        "An account of its own that writes only to itself, or to a second one of its own, and is no administrator."
    )

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:  # noqa: ARG002 - the protocol's shape
        """Look once."""
        begun = time.monotonic()
        account = Account.parse(ask.text("user"))
        if ask.check == "XM-02":
            return await _echo(ask, account, ends=begun + ask.timeout_s * (1 - SPARE))
        async with AsyncExitStack() as stack:
            await _enter(stack, ask, account)
        return measured(time.monotonic() - begun, unit="s", words=_("The chat server answers over TLS."))


async def _enter(stack: AsyncExitStack, ask: Ask, account: Account, *, password: str = "") -> Session:
    host, port = split(ask.address, port=PORT)
    place = await resolve(host, port, allowed=ask.allowed)
    mode = ask.text("tls", "implicit" if port == OVER_TLS else "starttls")
    if mode not in {"starttls", "implicit"}:
        raise NotReachedError(Outcome.UNKNOWN, _("The option tls is starttls or implicit."))
    tls = tls_context(ca_file=ask.text("ca_file"), allowed=ask.allowed)
    session = Session(stack, place, domain=account.domain, tls=tls)
    offered = await session.open(at_once=mode == "implicit")
    if password:
        await session.sign_in(offered, user=account.name, password=password)
        await session.bind()
    return session


def _secret(ask: Ask, name: str) -> str:
    password = ask.secrets.get(name)
    if not password:
        raise NotReachedError(Outcome.UNKNOWN, _("The secret “%(name)s” has not been set."), name=name)
    return password


async def _echo(ask: Ask, account: Account, *, ends: float) -> Observation:
    """Send a message as one account, and see it arrive at another, or at the same where there is one only."""
    async with AsyncExitStack() as stack:
        writer = await _enter(stack, ask, account, password=_secret(ask, "password"))
        reader = writer
        if ask.text("reader"):
            reader = await _enter(
                stack, ask, Account.parse(ask.text("reader")), password=_secret(ask, "reader_password")
            )
        number, begun = secrets.token_hex(12), time.monotonic()
        await writer.say(message(to=reader.me, number=number, words=ask.text("words", "值守探测")))
        try:
            async with asyncio.timeout(max(0.0, ends - begun)):
                await _arrival(reader, number)
        except TimeoutError as error:
            waited = round(time.monotonic() - begun, 1)
            raise no_answer(
                _("The message was sent and did not arrive in %(seconds)s seconds."), seconds=waited
            ) from error
        return measured(time.monotonic() - begun, unit="s", words=_("The message arrived."))


async def _arrival(reader: Session, number: str) -> None:
    while True:
        heard = await reader.hear()
        if heard.name != "message" or heard.attributes.get("id") != number:
            continue
        if heard.attributes.get("type") == "error":
            raise no_answer(
                _("The chat server gives the message back: %(why)s."), why=reason(heard.child("error") or heard)
            )
        return
