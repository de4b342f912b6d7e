"""What must be so before somebody's own process takes work from others."""

import contextlib
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from jishi.deployment.declared import identity
from jishi.deployment.preparing import compile_words
from jishi.supervisor.door import CannotGoOn
from jishi.vault.door import refuse_lost_ring


def refuse_unfit(*, speaks: bool, at: datetime) -> None:
    """Bring the words, and refuse where secrets could not be opened, or what is told not be sent or believed."""
    with contextlib.suppress(OSError):  # else it would speak English to everybody
        compile_words()
    refuse_lost_ring()
    if not speaks:
        return
    if settings.CHECKED_BEFORE_START:
        import_string(settings.CHECKED_BEFORE_START)(at=at)
    if settings.SECRET_KEY_IS_DRAWN:
        raise CannotGoOn(
            gettext_noop(
                "This machine has no key that signs links and sessions: what it signed, the others would refuse. "
                "Give it theirs by %(setting)s, or start the product here once with `%(product)s start`, "
                "which makes one in %(folder)s."
            ),
            setting=f"{identity().prefix}SECRET_KEY_FILE",
            product=identity().command,
            folder=Path(settings.DATA_DIR) / "keys",
        )
