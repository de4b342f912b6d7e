"""Requests to addresses which somebody typed in: only where the deployment allows, and within bounds.

The host is resolved once, every address it has must be allowed, and the connection goes to the address that was
checked, so that a name cannot change its mind in between. Redirects are not followed. Time and size are bounded.
"""

import http.client
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from zhishou.notify.rules import Letter, Outcome, Receipt

CONNECT_S: Final = 5
WHOLE_S: Final = 10
MOST_BYTES: Final = 64 * 1024
_OK, _REDIRECT, _GONE = 200, 300, 410
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotAllowedThere(Exception):
    """This deployment does not send to that address; the message says why, without the address's secrets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; `failure` where nothing did."""

    status: int = 0
    text: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    failure: str = ""

    def json(self) -> dict[str, object]:
        """Return the answer as a JSON object; an empty one where it is none."""
        try:
            found = json.loads(self.text)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def is_allowed(address: Address) -> bool:
    """Say whether we may connect to an address: public ones, and the networks that the deployment names."""
    inner = _embedded(address)
    if any(inner in ipaddress.ip_network(network) for network in settings.OUTGOING_NETWORKS):
        return True
    return inner.is_global and not inner.is_multicast


def _embedded(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one stands for, where it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def resolve(url: str) -> tuple[str, str, int]:
    """Return host, the one checked address, and port of a URL; refuse what is not allowed."""
    parts = urlsplit(url)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username or parts.password:
        raise NotAllowedThere(_("The address must begin with https:// and hold no user name."))
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError, UnicodeError) as error:
        raise NotAllowedThere(_("The host %(host)s is not known.") % {"host": parts.hostname}) from error
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not all(is_allowed(address) for address in addresses):
        raise NotAllowedThere(
            _("The host %(host)s lies in a network that this deployment does not send to.")
            % {"host": parts.hostname}
        )
    if parts.scheme == "http" and addresses[0].is_global:
        raise NotAllowedThere(_("Outside of the deployment's own networks the address must begin with https://."))
    return parts.hostname, str(addresses[0]), port


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was checked, whatever the name means by now."""

    def __init__(self, host: str, port: int, *, address: str, secure: bool) -> None:
        super().__init__(host, port, timeout=CONNECT_S)
        self._address = address
        self._secure = secure
        if secure:
            self.default_port = 443

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), timeout=CONNECT_S)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def request(method: str, url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Ask once; whatever goes wrong on the way is an answer with a `failure`."""
    try:
        host, address, port = resolve(url)
    except NotAllowedThere as error:
        return Answer(failure=str(error))
    parts = urlsplit(url)
    connection = _Pinned(host, port, address=address, secure=parts.scheme == "https")
    cut = threading.Timer(WHOLE_S, _cut, [connection])
    cut.daemon = True
    cut.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, body=body, headers={"User-Agent": "Zhishou", **headers})
        response = connection.getresponse()
        text = response.read(MOST_BYTES).decode(errors="replace")
        return Answer(
            status=response.status,
            text=text,
            headers={name.lower(): value for name, value in response.getheaders()},
        )
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(failure=f"{type(error).__name__}: {error}")
    finally:
        cut.cancel()
        connection.close()


def _cut(connection: _Pinned) -> None:
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            connection.sock.close()


def post_json(url: str, content: Mapping[str, object], *, headers: Mapping[str, str] | None = None) -> Answer:
    """Post one JSON object."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return request("POST", url, body=body, headers={"Content-Type": "application/json", **(headers or {})})


def by_status(answer: Answer) -> Receipt:
    """Judge by the HTTP status alone: 2xx took it, 410 says never again, all else may go better later."""
    if answer.failure:
        return Receipt(outcome=Outcome.TEMPORARY, answer=answer.failure)
    said = f"{answer.status} {answer.text}"
    if _OK <= answer.status < _REDIRECT:
        return Receipt(outcome=Outcome.DELIVERED, answer=said)
    if answer.status == _GONE:
        return Receipt(outcome=Outcome.PERMANENT, answer=said)
    return Receipt(outcome=Outcome.TEMPORARY, answer=said, retry_after=retry_after(answer))


def retry_after(answer: Answer) -> timedelta | None:
    """Return how long the other side asks us to wait, where it says so in seconds."""
    asked = answer.headers.get("retry-after", "")
    return timedelta(seconds=int(asked[:6])) if asked.isascii() and asked.isdigit() else None


def by_code(answer: Answer, *, field: str, lasting: frozenset[int], busy: frozenset[int]) -> Receipt:
    """Judge by the code that a robot puts into its JSON: 0 took it; a robot answers 200 even when it refuses."""
    code = answer.json().get(field)
    if answer.failure or answer.status != _OK or not isinstance(code, int):
        receipt = by_status(answer)
        lost = receipt.outcome is Outcome.DELIVERED
        return Receipt(outcome=Outcome.TEMPORARY, answer=receipt.answer) if lost else receipt
    said = f"{answer.status} {answer.text}"
    if code == 0:
        return Receipt(outcome=Outcome.DELIVERED, answer=said)
    if code in lasting:
        return Receipt(outcome=Outcome.PERMANENT, answer=said)
    return Receipt(
        outcome=Outcome.TEMPORARY, answer=said, retry_after=timedelta(minutes=1) if code in busy else None
    )


def text_within(letter: Letter, most: int) -> str:
    """Return the whole letter as plain text within a number of bytes; what is cut is never the link."""
    if not letter.link:
        return cut_to_bytes(letter.text, most)
    words = letter.text.removesuffix(letter.link)
    return cut_to_bytes(words.rstrip(), most - len(f"\n\n{letter.link}".encode())) + f"\n\n{letter.link}"


def cut_to_bytes(text: str, most: int) -> str:
    """Cut a text so that its UTF-8 form fits, never through a character."""
    raw = text.encode()
    return text if len(raw) <= most else raw[: most - 3].decode(errors="ignore") + "…"
