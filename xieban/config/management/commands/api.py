"""`xieban api export`: write what is public as the code has it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from jishi.api.door import as_json, in_markdown
from jishi.commands.door import PagelessCommand
from xieban.config.api import api


class Command(PagelessCommand):
    help = "Writes wire/xieban-admin.json and docs/reference/xieban-admin.md from the code as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        export = verbs.add_parser("export", help=self.help)
        export.add_argument("--to", type=Path, default=settings.BASE_DIR, help="The checkout to write into.")

    def handle(self, *_args: Any, **options: Any) -> None:
        root: Path = options["to"]
        document = api.get_openapi_schema()
        pieces = {
            "wire/xieban-admin.json": as_json(document),
            "docs/reference/xieban-admin.md": in_markdown(document),
        }
        for name, text in pieces.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote {path}.")
