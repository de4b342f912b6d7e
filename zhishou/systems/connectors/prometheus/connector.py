"""A number out of PromQL."""

import json
import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.http.client import Client
from zhishou.systems.connectors.reaching import NotReachedError, no_answer
from zhishou.systems.rules.observing import Ask, Observation, Outcome, Value, measured, unknown
from zhishou.systems.rules.words import ConnectorKind

OK, WRONG = 200, 400


class Prometheus:
    """Asks one query at this moment; the worst of several series is the value."""

    kind = ConnectorKind.PROMETHEUS
    checks = frozenset({"PQ-01"})
    least = _("A token or a proxy that lets only /api/v1/query through.")

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:
        """Look once."""
        token = ask.secrets.get("token", "")
        query = urlencode({"query": ask.text("query"), "time": f"{at.timestamp():.3f}"})
        async with Client(
            allowed=ask.allowed, verify=ask.flag("verify", default=True), ca_file=ask.text("ca_file")
        ) as client:
            page = await client.ask(
                "GET",
                f"{ask.address.rstrip('/')}/api/v1/query?{query}",
                headers={"Authorization": f"Bearer {token}"} if token else {},
            )
        try:
            answer: Any = json.loads(page.text)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or page.status not in {OK, WRONG, 422}:
            raise no_answer(_("It answered with status %(status)s, not %(wanted)s."), status=page.status, wanted=OK)
        if answer.get("status") != "success":
            raise NotReachedError(
                Outcome.UNKNOWN, _("Prometheus refuses the query: %(why)s."), why=str(answer.get("error"))[:200]
            )
        return _worst(answer.get("data"), ask)


def _worst(found: object, ask: Ask) -> Observation:
    """Return the value of the worst series: the highest, or the lowest where that is what matters."""
    series = found.get("result") if isinstance(found, Mapping) else None
    if isinstance(found, Mapping) and found.get("resultType") == "scalar" and isinstance(series, list):
        series = [{"metric": {}, "value": series}]
    values: list[tuple[float, str]] = []
    for one in series if isinstance(series, list) else []:
        try:
            value = float(one["value"][1])
        except (KeyError, IndexError, TypeError, ValueError):
            continue
        if math.isfinite(value):
            labels = one.get("metric") or {}
            values.append((value, ", ".join(f"{name}={label}" for name, label in sorted(labels.items()))[:200]))
    if not values:
        return unknown(_("The query found no series."))
    worst = min(values) if ask.text("worst") == "lowest" else max(values)
    named: dict[str, Value] = {"series": worst[1], "count": len(values)}
    return measured(worst[0], named, words=_("Series: %(count)s; the worst: %(series)s."))
