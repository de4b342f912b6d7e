"""Whether this deployment is set up as one that strangers reach must be, and its database is of this version."""

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.checks import CheckMessage, Tags, run_checks
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from jishi.health.parts import Seen, Standing, worst

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOKED_FOR: Final = frozenset(f"security.W{number:03}" for number in (4, 8, 9, 12, 16, 18, 20, 22))
GRAVE: Final = frozenset({"security.W009", "security.W018"})  # a weak SECRET_KEY, DEBUG


@cache
def _wrong() -> tuple[str, ...]:
    """Return which settings are wrong; they cannot change while this process lives."""
    found: Sequence[CheckMessage] = run_checks(tags=[Tags.security], include_deployment_checks=True)
    silenced = set(settings.SILENCED_SYSTEM_CHECKS)
    return tuple(sorted(str(one.id) for one in found if one.id in LOOKED_FOR - silenced))


@cache
def _ours() -> frozenset[tuple[str, str]]:
    """Return the migrations of this version, squashed ones apart."""
    loader = MigrationLoader(None)
    return frozenset(key for key, one in loader.disk_migrations.items() if not one.replaces)


def deployed(_at: datetime) -> Seen:
    """Count what is wrong with the settings, and the migrations that were not run."""
    waiting = sorted(_ours() - set(MigrationRecorder(connection).applied_migrations()))
    wrong = _wrong()
    seen = worst(
        [(bool(waiting), Standing.DEGRADED, f"{len(waiting)} migrations were not run, {waiting[:1]} is the first")]
    )
    figures = {
        "settings_wrong": len(wrong),
        "settings_grave": sum(one in GRAVE for one in wrong),
        "migrations_waiting": len(waiting),
    }
    # Settings are told as figures: a reason beside what is well would only make one doubt.
    return Seen(standing=seen.standing, reasons=seen.reasons, figures=figures)
