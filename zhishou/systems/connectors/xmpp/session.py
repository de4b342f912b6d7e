"""One conversation with a chat server: stream, TLS, signing in, a name; what a probe needs of RFC 6120."""

import secrets
import ssl
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.reaching import NotReachedError, Place, connected, no_answer, over_tls
from zhishou.systems.connectors.xmpp.signing import SCRAM, WAYS, Scram, plain, prepared
from zhishou.systems.connectors.xmpp.stanzas import MOST, Stanza, Stanzas, foreign
from zhishou.systems.rules.observing import Outcome

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

TLS: Final = "urn:ietf:params:xml:ns:xmpp-tls"
SASL: Final = "urn:ietf:params:xml:ns:xmpp-sasl"
BIND: Final = "urn:ietf:params:xml:ns:xmpp-bind"
STREAMS: Final = "http://etherx.jabber.org/streams"
PIECE: Final = 16 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who signs in: `name@domain`, as people write it."""

    name: str
    domain: str

    @classmethod
    def parse(cls, text: str) -> "Account":
        """Read an address; a resource behind it is not ours to choose."""
        name, at, domain = text.strip().partition("/")[0].rpartition("@")
        if not at or not name or not domain:
            raise NotReachedError(Outcome.UNKNOWN, _("“%(user)s” is not name@domain."), user=text[:200])
        return cls(name=prepared(name), domain=domain.lower())


class Session:
    """Says and hears stanzas; whatever the server does beside that ends the look."""

    def __init__(self, stack: AsyncExitStack, place: Place, *, domain: str, tls: ssl.SSLContext) -> None:
        self._stack, self._place, self._domain, self._tls = stack, place, domain, tls
        self._reader: StreamReader
        self._writer: StreamWriter
        self._stanzas = Stanzas(most=MOST)
        self._waiting: list[Stanza] = []
        self.me = ""

    async def say(self, words: str) -> None:
        """Send something."""
        self._writer.write(words.encode())
        await self._writer.drain()

    async def hear(self) -> Stanza:
        """Return the next stanza; an error of the stream ends the look."""
        while not self._waiting:
            if self._stanzas.ended:
                raise no_answer(_("The connection was closed."))
            raw = await self._reader.read(PIECE)
            if not raw:
                raise no_answer(_("The connection was closed."))
            self._waiting = self._stanzas.feed(raw)
        heard = self._waiting.pop(0)
        if (heard.namespace, heard.name) == (STREAMS, "error"):
            raise no_answer(_("The chat server says: %(why)s."), why=reason(heard))
        return heard

    async def begin(self) -> Stanza:
        """Open a stream, again after every step that changes whom one speaks to; return what the server offers."""
        self._stanzas, self._waiting = Stanzas(most=self._stanzas.left), []
        await self.say(
            f"<?xml version='1.0'?><stream:stream to={quoteattr(self._domain)} version='1.0' xml:lang='en'"
            f" xmlns='jabber:client' xmlns:stream='{STREAMS}'>"
        )
        offered = await self.hear()
        if (offered.namespace, offered.name) != (STREAMS, "features"):
            raise foreign()
        return offered

    async def open(self, *, at_once: bool) -> Stanza:
        """Connect, and go on only over TLS for the name of the account's domain; return what is offered there."""
        way = connected(self._place, tls=self._tls if at_once else None, name=self._domain)
        self._reader, self._writer = await self._stack.enter_async_context(way)
        offered = await self.begin()
        if at_once:
            return offered
        if offered.child("starttls", TLS) is None:
            raise no_answer(_("The chat server offers no TLS; no password is sent without it."))
        await self.say(f"<starttls xmlns='{TLS}'/>")
        answer = await self.hear()
        if (answer.namespace, answer.name) != (TLS, "proceed"):
            raise no_answer(_("The chat server refuses TLS; no password is sent without it."))
        hidden = over_tls(self._writer, tls=self._tls, name=self._domain)
        self._reader, self._writer = await self._stack.enter_async_context(hidden)
        return await self.begin()

    async def sign_in(self, offered: Stanza, *, user: str, password: str) -> Stanza:
        """Sign in by the best way that both know; return what is offered then."""
        mechanisms = offered.child("mechanisms", SASL)
        names = [one.text.strip() for one in mechanisms.children] if mechanisms else []
        way = next((one for one in WAYS if one in names), None)
        if way is None:
            named = ", ".join(names)[:200] or "-"
            raise NotReachedError(
                Outcome.UNKNOWN,
                _("This version knows none of the server's ways to sign in: %(names)s."),
                names=named,
            )
        user, password = prepared(user), prepared(password)
        scram = Scram(way=way, user=user, password=password) if way in SCRAM else None
        first = scram.first() if scram else plain(user, password)
        await self.say(f"<auth xmlns='{SASL}' mechanism='{way}'>{first}</auth>")
        answer = await self._answer("challenge", "success")
        if scram and answer.name == "challenge":
            await self.say(f"<response xmlns='{SASL}'>{await scram.answer(answer.text)}</response>")
            answer = await self._answer("challenge", "success")
            scram.settle(answer.text)
            if answer.name == "challenge":
                await self.say(f"<response xmlns='{SASL}'/>")
                answer = await self._answer("success")
        elif scram or answer.name != "success":
            raise no_answer(_("The chat server does not sign in as agreed."))
        return await self.begin()

    async def _answer(self, *wanted: str) -> Stanza:
        heard = await self.hear()
        if heard.namespace != SASL or heard.name not in {*wanted, "failure"}:
            raise foreign()
        if heard.name == "failure":
            raise no_answer(_("The chat server refuses the account: %(why)s."), why=reason(heard))
        return heard

    async def bind(self) -> None:
        """Take a name of its own on the account, and be there for nobody: what others write goes past it."""
        number = secrets.token_hex(8)
        await self.say(
            f"<iq type='set' id='{number}'><bind xmlns='{BIND}'><resource>zhishou-{number}</resource></bind></iq>"
        )
        answer = await self.hear()
        while answer.name != "iq" or answer.attributes.get("id") != number:
            answer = await self.hear()
        bound = answer.child("bind", BIND)
        jid = bound.child("jid") if bound else None
        if answer.attributes.get("type") != "result" or jid is None or not jid.text:
            raise no_answer(_("The chat server says: %(why)s."), why=reason(answer.child("error") or answer))
        self.me = jid.text
        await self.say("<presence><priority>-1</priority></presence>")


def reason(stanza: Stanza) -> str:
    """Return why, as the server says it: the name of the condition, and its words where there are some."""
    condition = next((one.name for one in stanza.children if one.name != "text"), "?")
    words = stanza.child("text")
    return f"{condition} ({words.text.strip()})"[:200] if words and words.text.strip() else condition[:200]


def message(*, to: str, number: str, words: str) -> str:
    """Return a message that no archive and no other device is to keep."""
    return (
        f"<message type='chat' to={quoteattr(to)} id='{number}'><body>{escape(words)}</body>"
        "<no-store xmlns='urn:xmpp:hints'/><no-copy xmlns='urn:xmpp:hints'/>"
        "<private xmlns='urn:xmpp:carbons:2'/></message>"
    )
