"""What is said of connectors on pages."""

from django.utils.translation import gettext

from zhishou.systems.connectors.registry import connector


def least_of(kind: str) -> str:
    """Say what the account behind a connector of this kind needs at the least."""
    found = connector(kind)
    return gettext(found.least) if found else ""
