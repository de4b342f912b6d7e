"""New lines of a log that match a pattern."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.reaching import no_answer, readable, said, searched
from zhishou.systems.rules.observing import Ask, Observation, Outcome, facts, measured
from zhishou.systems.rules.words import ConnectorKind

MOST: Final = 8 * 1024 * 1024
LINE: Final = 2000
MINUTE: Final = 60


class Log:
    """Reads what was written since the look before, up to a limit, and counts."""

    kind = ConnectorKind.LOG
    checks = frozenset({"LG-01"})
    least = _("The right to read the file; the folder must be on the list.")

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:
        """Look once."""
        path = Path(readable(ask.address, allowed=ask.allowed))
        pattern = searched(ask.text("pattern"))
        try:
            return await asyncio.to_thread(_count, path, pattern, ask, at)
        except OSError as error:
            raise no_answer(_("The file cannot be read: %(why)s."), why=said(error)) from error


def _count(path: Path, pattern: Any, ask: Ask, at: datetime) -> Observation:
    with path.open("rb") as file:
        status = path.stat()
        size, same = status.st_size, f"{status.st_dev}:{status.st_ino}"
        known = ask.before.facts if ask.before else {}
        place = known.get("place")
        if ask.before is None or not isinstance(place, int):
            return Observation(
                outcome=Outcome.UNKNOWN,
                words=_("A rate needs two looks; this was the first."),
                facts=facts(place=size, file=same),
            )
        if known.get("file") != same or place > size:  # the log began anew in between
            place = 0
        skipped = max(0, size - place - MOST)
        file.seek(place + skipped)
        raw = file.read(min(size - place, MOST))
    whole = raw[: raw.rfind(b"\n") + 1]
    lines = [line[:LINE].decode("utf-8", errors="replace") for line in whole.splitlines()]
    hits = [line for line in lines if pattern.search(line)]
    minutes = max((at - ask.before.at).total_seconds(), 1.0) / MINUTE
    return measured(
        len(hits) / minutes,
        unit="/min",
        words=_("Lines: %(lines)s, of which match: %(hits)s."),
        lines=len(lines),
        hits=len(hits),
        skipped=skipped,
        last=hits[-1][:300] if hits else "",
        place=place + skipped + len(whole),
        file=same,
    )
