"""`zhishou api export`: write what is public as the code has it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from jishi.api.door import as_json, in_markdown
from jishi.commands.door import PagelessCommand
from zhishou.config import events_page
from zhishou.config.api import api
from zhishou.config.wiring import HEARERS


class Command(PagelessCommand):
    help = (
        "Writes wire/zhishou-api.json, docs/reference/api.md and docs/reference/events.md from the code as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        export = verbs.add_parser("export", help=self.help)
        export.add_argument("--to", type=Path, default=settings.BASE_DIR, help="The checkout to write into.")

    def handle(self, *_args: Any, **options: Any) -> None:
        root: Path = options["to"]
        document = api.get_openapi_schema()
        pieces = {"wire/zhishou-api.json": as_json(document), "docs/reference/api.md": in_markdown(document)}
        pieces["docs/reference/events.md"] = events_page.in_markdown(HEARERS)
        for name, text in pieces.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote {path}.")
