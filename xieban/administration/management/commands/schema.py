"""`xieban schema export`: the reference page of the tables, from the code as it is."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings

from jishi.commands.door import PagelessCommand
from xieban.administration.queries.schema import in_markdown

PAGE = "docs/reference/xieban-schema.md"


class Command(PagelessCommand):
    help = "Writes docs/reference/xieban-schema.md from the code as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        export = parser.add_subparsers(dest="verb", required=True).add_parser("export", help=self.help)
        export.add_argument("--to", type=Path, default=settings.BASE_DIR, help="The checkout to write into.")

    def handle(self, *, to: Path, **_: object) -> None:
        path = to / PAGE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(in_markdown(), encoding="utf-8")
        self.stdout.write(f"Wrote {path}.")
