"""Background work that may be started by hand, on this machine or another."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from jishi.commands.pageless import PagelessCommand
from jishi.refusals.door import Trouble


class ByHandCommand(PagelessCommand):
    """Looked at as `start` looks at its own, where somebody started it by hand.

    What `start` runs goes on, whatever has become wrong since: there may be nobody else for the rest.
    """

    speaks = True
    """Whether it tells people things, with links that it signs."""

    def execute(self, *args: Any, **options: Any) -> Any:
        """Refuse by one sentence what would take work from others and could not do it."""
        check = getattr(settings, "CHECKED_BY_HAND", "")
        if check and self._called_from_command_line:
            try:
                import_string(check)(speaks=self.speaks, at=timezone.now())
            except Trouble as trouble:
                raise SystemExit(str(trouble)) from trouble
        return super().execute(*args, **options)
