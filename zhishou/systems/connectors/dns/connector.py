"""A name server that answers rightly."""

import time
from datetime import datetime
from typing import Final

import dns.asyncquery
import dns.exception
import dns.message
import dns.rcode
import dns.rdatatype
from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.reaching import NotReachedError, no_answer, resolve, said, split
from zhishou.systems.rules.observing import Ask, Observation, Outcome, failed, measured
from zhishou.systems.rules.words import ConnectorKind

PORT: Final = 53


class Dns:
    """Asks one name server for one name."""

    kind = ConnectorKind.DNS
    checks = frozenset({"DN-01"})
    least = _("No account: it only asks for names.")

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:  # noqa: ARG002 - the protocol's shape
        """Look once."""
        host, port = split(ask.address, port=PORT)
        place = await resolve(host, port, allowed=ask.allowed)
        try:
            query = dns.message.make_query(ask.text("name"), ask.text("type", "A"))
        except (dns.exception.DNSException, ValueError) as error:
            raise NotReachedError(
                Outcome.UNKNOWN, _("“%(name)s” cannot be asked for."), name=ask.text("name")[:200]
            ) from error
        begun = time.monotonic()
        try:
            answer, _by_tcp = await dns.asyncquery.udp_with_fallback(
                query, place.address, timeout=ask.timeout_s, port=place.port
            )
        except dns.exception.Timeout as error:
            raise TimeoutError from error
        except (dns.exception.DNSException, OSError, EOFError, ValueError) as error:
            raise no_answer(_("The name server's answer cannot be used: %(why)s."), why=said(error)) from error
        took = time.monotonic() - begun
        if answer.rcode() != dns.rcode.NOERROR:
            return failed(_("The name server says %(code)s."), code=dns.rcode.to_text(answer.rcode()))
        found = sorted(str(one) for records in answer.answer for one in records)[:50]
        lacking = [one for one in ask.names("expect") if one not in found]
        if lacking or not found:
            return failed(_("It answers %(found)s."), found=", ".join(found) or "-", lacking=", ".join(lacking))
        return measured(took, unit="s", words=_("It answers %(found)s."), found=", ".join(found))
