"""`zhishou restore`: an archive brought back, all of it or nothing."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from jishi.backup.door import CannotBackUp, restore
from jishi.supervisor.door import CannotGoOn, sole
from zhishou.config.keeping import place
from zhishou.config.preparing import database_troubles, prepare_data_dir


class Command(BaseCommand):
    help = "Bring a backup back, after proving every piece of it. Stop everything first."
    # The database may be damaged: that is why one restores.
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path, help="what `zhishou backup` wrote")
        parser.add_argument("--into-nonempty", action="store_true", help="replace the data that are here")

    def handle(self, *, archive: Path, into_nonempty: bool, **_: object) -> None:
        try:
            with sole(prepare_data_dir() / "running.lock"), database_troubles():
                done = restore(place(), archive=archive, into_nonempty=into_nonempty, at=timezone.now())
        except (CannotBackUp, CannotGoOn) as trouble:
            raise SystemExit(str(trouble)) from trouble
        rows, files = sum(done.manifest.tables.values()), len(done.manifest.pieces) - 1
        self.stdout.write(f"Brought back as of {done.manifest.made_at}: {rows} rows, {files} files.")
        if done.aside:
            self.stdout.write(f"What lay here before is in {done.aside}; remove it once all is well.")
        self.stdout.write("Put the keys of that time back into the data directory's keys/, then `zhishou start`.")
