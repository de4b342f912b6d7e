"""`restore`: an archive brought back, all of it or nothing."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext_noop

from jishi.backup.door import CannotBackUp, restore
from jishi.commands.door import PagelessCommand
from jishi.deployment.declared import identity
from jishi.deployment.keeping import place
from jishi.deployment.preparing import database_troubles, prepare_data_dir
from jishi.heartbeat.door import beating
from jishi.refusals.door import in_both
from jishi.supervisor.door import CannotGoOn, sole

ALL_ASIDE: Final = gettext_noop("What lay here before is in %(aside)s; remove it once all is well.")
FILES_ASIDE: Final = gettext_noop(
    "The files that lay here before are in %(aside)s, remove them once all is well; "
    "of the database that was replaced nothing is left."
)


class Command(PagelessCommand):
    help = "Bring a backup back, after proving every piece of it. Stop everything first."
    # The database may be damaged: that is why one restores.

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path, help="what `backup` wrote")
        parser.add_argument("--into-nonempty", action="store_true", help="replace the data that are here")

    def handle(self, *, archive: Path, into_nonempty: bool, **_: object) -> None:
        try:
            with sole(prepare_data_dir() / "running.lock"), database_troubles():
                if into_nonempty:
                    _refuse_under_work()
                done = restore(place(), archive=archive, into_nonempty=into_nonempty, at=timezone.now())
        except (CannotBackUp, CannotGoOn) as trouble:
            raise SystemExit(str(trouble)) from trouble
        rows, files = sum(done.manifest.tables.values()), len(done.manifest.pieces) - 1
        say = self.stdout.write
        brought = gettext_noop("Brought back as of %(moment)s: %(rows)d rows, %(files)d files.")
        say(in_both(brought, moment=_here(done.manifest.made_at), rows=rows, files=files))
        if done.aside:
            say(in_both(FILES_ASIDE if connection.vendor == "postgresql" else ALL_ASIDE, aside=done.aside))
        say(
            in_both(
                gettext_noop(
                    "Put the keys of that time back into the data directory's keys/, then `%(product)s start`."
                ),
                product=identity().command,
            )
        )


def _refuse_under_work() -> None:
    """Refuse to replace a database on which somebody works: started by hand, or on another machine."""
    try:
        working = beating(every=settings.HEARTBEAT_SECONDS)
    except DatabaseError:
        return  # it is damaged, or holds something else: that is why one restores
    if working:
        raise CannotGoOn(
            gettext_noop("There is still work on this database, by %(who)s: stop it, on every machine."),
            who=", ".join(working),
        )


def _here(moment: str) -> str:
    """Return the moment as the clock on the wall here showed it."""
    return f"{timezone.localtime(datetime.fromisoformat(moment)):%Y-%m-%d %H:%M:%S}"
