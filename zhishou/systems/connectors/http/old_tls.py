"""Whether a server still speaks TLS older than 1.2."""

import ssl
import warnings
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from zhishou.systems.connectors.reaching import NotReachedError, connected, resolve
from zhishou.systems.rules.observing import Ask

HTTPS: Final = 443


@cache
def _context() -> ssl.SSLContext:
    """Return how to speak nothing but what is too old; whose certificate it is does not matter here."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that it is old is the question
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


async def old_tls(url: str, ask: Ask) -> str:
    """Return the old version that the server agreed to; nothing where it refused, or speaks no TLS at all."""
    parts = urlsplit(url)
    if parts.scheme != "https":
        return ""
    place = await resolve(parts.hostname or "", parts.port or HTTPS, allowed=ask.allowed)
    try:
        async with connected(place, tls=_context()) as (_reader, writer):
            return str(writer.get_extra_info("ssl_object").version())
    except NotReachedError:
        return ""
