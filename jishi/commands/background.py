"""Commands of processes that work in the background."""

from django.core.management.base import BaseCommand


class BackgroundCommand(BaseCommand):
    """A process without pages: checks would load every page and the whole API, and a start has checked once."""

    requires_system_checks: tuple[str, ...] = ()
