"""The months by which a list is narrowed, in the reader's language: a browser's own field speaks another."""

from datetime import datetime

from django.utils import formats, timezone

from xieban.documents.rules.statistics import months_around


def months(*, at: datetime, chosen: str = "") -> list[tuple[str, str]]:
    """Return the months of two years back and one ahead, the latest first, and the chosen one wherever it lies."""
    days = months_around(timezone.localtime(at).date())
    found = [(f"{day:%Y-%m}", formats.date_format(day, "YEAR_MONTH_FORMAT")) for day in days]
    known = {value for value, _words in found}
    return found if not chosen or chosen in known else [*found, (chosen, chosen)]
