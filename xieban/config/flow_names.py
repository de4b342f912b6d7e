"""Which flows the directory can confine a delegation to."""

from collections.abc import Mapping


def known() -> Mapping[str, str]:
    """Return key → name of every flow; none are run here yet, so a delegation is for all that come."""
    return {}
