"""`backup`: everything but the keys, into one checked archive, while work goes on."""

from argparse import ArgumentParser
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext_noop

from jishi.backup.door import CannotBackUp, back_up
from jishi.commands.door import PagelessCommand
from jishi.deployment.declared import data_dir
from jishi.deployment.keeping import place
from jishi.deployment.preparing import database_troubles
from jishi.refusals.door import in_both
from jishi.supervisor.door import CannotGoOn


class Command(PagelessCommand):
    help = "Write the database and the files into one archive; the keys stay out of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", type=Path, help="a new file, or a folder to put one into")

    def handle(self, *, target: Path, **_: object) -> None:
        try:
            with database_troubles():
                path, manifest = back_up(place(), target=target, at=timezone.now())
        except (CannotBackUp, CannotGoOn) as trouble:
            raise SystemExit(str(trouble)) from trouble
        rows, files = sum(manifest.tables.values()), len(manifest.pieces) - 1
        self.stdout.write(
            in_both(
                gettext_noop("%(path)s: %(rows)d rows of %(tables)d tables, %(files)d files."),
                path=path,
                rows=rows,
                tables=len(manifest.tables),
                files=files,
            )
        )
        self.stdout.write(
            in_both(
                gettext_noop(
                    "The keys are not in it: keep %(keys)s apart, e.g. on paper or in a safe; "
                    "without them the sealed secrets of this backup cannot be opened."
                ),
                keys=data_dir() / "keys",
            )
        )
