"""A number out of a JSON document or a page of metrics."""

import json
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop as _
from prometheus_client.parser import text_string_to_metric_families

from zhishou.systems.connectors.counting import rate
from zhishou.systems.connectors.http.client import Page
from zhishou.systems.connectors.reaching import no_answer
from zhishou.systems.rules.observing import Ask, Observation, measured, unknown

BY_THE_MINUTE: Final = frozenset({"A-08"})
"""Checks whose rate people speak of by the minute."""


def figure(page: Page, ask: Ask, *, at: datetime) -> Observation:
    """Return the number that is asked for, or how much it grows in a second."""
    name = ask.text("metric") or ask.text("figure")
    found = _metric(page, ask) if ask.text("metric") else _pointed(page, ask.text("figure"))
    if found is None and ask.text("absent") == "zero":
        found = 0.0
    if found is None:
        return unknown(_("There is no figure “%(name)s” in the answer."), name=name)
    if not ask.flag("rate", default=False):
        return measured(found, words=_("%(name)s is %(value)s."), name=name, value=found)
    if ask.check in BY_THE_MINUTE:
        return rate(found, ask, at, over_s=60, unit="/min")
    return rate(found, ask, at)


def _pointed(page: Page, path: str) -> float | None:
    try:
        node = json.loads(page.text)
    except ValueError as error:
        raise no_answer(_("The answer is not JSON.")) from error
    for part in path.split("."):
        if isinstance(node, dict):
            node = node.get(part)
        elif isinstance(node, list) and part.isascii() and part.isdigit() and int(part) < len(node):
            node = node[int(part)]
        else:
            return None
    if isinstance(node, list):
        return float(len(node))
    return float(node) if isinstance(node, int | float) else None


def _metric(page: Page, ask: Ask) -> float | None:
    wanted = dict(one.partition("=")[::2] for one in ask.names("labels"))
    total: float | None = None
    try:
        for family in text_string_to_metric_families(page.text):
            for sample in family.samples:
                if sample.name == ask.text("metric") and wanted.items() <= sample.labels.items():
                    total = (total or 0.0) + float(sample.value)
    except ValueError as error:
        raise no_answer(_("The answer is not a page of metrics.")) from error
    return total
