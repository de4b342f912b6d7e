"""Commands that need no page."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class PagelessCommand(BaseCommand):
    """A command without pages: Django's checks would load every page and all of the API, and a start has checked.

    A backup is taken and the ledger verified though a page is at fault.
    """

    requires_system_checks: tuple[str, ...] = ()
    # What Django sets where somebody typed the command, and no program called it.
    _called_from_command_line = False

    def execute(self, *args: Any, **options: Any) -> Any:
        """Run it; what it refuses is said as the sentence that it is, without the name of a class before it."""
        try:
            return super().execute(*args, **options)
        except CommandError as refused:
            if not self._called_from_command_line or options["traceback"]:
                raise
            self.stderr.write(str(refused))
            sys.exit(refused.returncode)
