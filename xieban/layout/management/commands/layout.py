"""`xieban layout fonts|check`: which fonts documents are set in, and how a PDF measures against the standard."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from jishi.commands.door import PagelessCommand
from jishi.refusals.door import Refusal, why_of
from xieban.layout.queries import check_foreign_layout, house_shelf, say
from xieban.layout.rules import Face, Form, Match, Verdict
from xieban.layout.rules.faces import WISHES, match_of


class Command(PagelessCommand):
    help = "Show the fonts that documents are set in, or measure a PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        fonts = verbs.add_parser("fonts", help="say for every face which font it gets, and where it lies")
        check = verbs.add_parser("check", help="measure a PDF; exit code 1 where something is not as asked")
        check.add_argument("file", type=Path)
        check.add_argument("--form", choices=[form.value for form in Form], help="default: read off the head")
        for one in (fonts, check):
            one.add_argument("--strict", action="store_true", help="a font that only stands in is not as asked")

    def handle(self, **options: Any) -> None:
        if options["verb"] == "fonts":
            self._fonts(strict=options["strict"])
        else:
            self._check(options["file"], options["form"], strict=options["strict"])

    def _fonts(self, *, strict: bool) -> None:
        shelf = house_shelf()
        self.stdout.write(_("The office's fonts belong into %(folder)s") % {"folder": settings.FONTS_DIR})
        other = False
        for face in Face:
            best = shelf.best(face)
            match = match_of(face=face, name=best.family) if best else Match.SUBSTITUTE
            other = other or match is not Match.ASKED
            where = f"{best.family} ({best.path})" if best else "—"
            self.stdout.write(f"{WISHES[face].called}: {where}: {say(match)}")
        if strict and other:
            sys.exit(1)

    def _check(self, file: Path, form: str | None, *, strict: bool) -> None:
        try:
            report = check_foreign_layout(pdf=file.read_bytes(), form=Form(form) if form else None, strict=strict)
        except OSError as error:
            raise CommandError(f"{file}: {why_of(error)}", returncode=2) from None
        except Refusal as error:
            raise CommandError(str(error)) from None
        for one in report.findings:
            place = f" ({one.page})" if one.page else ""
            self.stdout.write(
                f"{say(one.verdict)}: {say(one.element)}{place}, {say(one.aspect)}: "
                f"{one.asked} → {one.measured or '—'} {say(one.unit)}".rstrip()
            )
        self.stdout.write(f"{say(report.form)}: {say(report.verdict)}")
        if report.verdict is Verdict.FAIL:
            sys.exit(1)
