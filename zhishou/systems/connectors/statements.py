"""A statement of the profile's own: it may only read, and gives one number."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.reaching import NotReachedError
from zhishou.systems.rules.observing import Observation, Outcome, measured, unknown


def only_reads(statement: str) -> str:
    """Return the statement; refuse what is not a single SELECT. The account behind it is to be the real limit."""
    text = statement.strip().removesuffix(";").strip()
    if not text.lower().startswith(("select ", "select\n", "with ", "with\n")) or ";" in text:
        raise NotReachedError(Outcome.UNKNOWN, _("The statement must be one SELECT."))
    return text


def single_value(rows: Sequence[Sequence[Any]]) -> Observation:
    """Return the number in the first column of the only row."""
    if len(rows) != 1 or not rows[0]:
        return unknown(_("The statement must give one row; it gave %(rows)s."), rows=len(rows))
    value = rows[0][0]
    if value is None:
        return unknown(_("The statement gave nothing."))
    try:
        return measured(float(value), words=_("The statement gave %(value)s."), value=float(value))
    except (TypeError, ValueError):
        return unknown(_("The statement gave no number."))
