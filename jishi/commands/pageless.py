"""Commands that need no page."""

from django.core.management.base import BaseCommand


class PagelessCommand(BaseCommand):
    """A command without pages: Django's checks would load every page and all of the API, and a start has checked.

    A backup is taken and the ledger verified though a page is at fault.
    """

    requires_system_checks: tuple[str, ...] = ()
