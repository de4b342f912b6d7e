"""`zhishou contract check|load|show|prove`: contract packs from the console."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from jishi.commands.door import PagelessCommand
from jishi.refusals.door import Refusal, why_of
from zhishou.contracts.actions import load_pack
from zhishou.contracts.queries import unproven_accounts
from zhishou.contracts.rules import COMMITMENT_NAMES, LEVEL_NAMES, MATRIX, SERVICE_NAMES, Level, say
from zhishou.contracts.rules.consistency import levels_of, remarks, target_of
from zhishou.contracts.rules.differences import money
from zhishou.contracts.rules.pack import Pack
from zhishou.contracts.rules.reading import WrongPack, read_pack

MADE = gettext_noop("Made policy version %(number)s of %(code)s.")
UNCHANGED = gettext_noop("Unchanged: %(code)s stays at policy version %(number)s.")


class Command(PagelessCommand):
    help = "Checks, loads and shows contract packs; proves the figures of entitlements."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, words in (
            ("check", "Say everything that is wrong with a pack; change nothing."),
            ("load", "Make the contract of a pack, or its next version."),
            ("show", "Show what a pack promises, in words; change nothing."),
        ):
            one = verbs.add_parser(verb, help=words, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
            one.add_argument("file", type=Path, help="The pack, a TOML file.")
        verbs.add_parser("prove", help="Add up every entitlement's movements and compare with its figures.")

    def handle(self, *_args: Any, **options: Any) -> None:
        verb: str = options["verb"]
        if verb == "prove":
            self._prove()
            return
        file: Path = options["file"]
        text = self._text(file)
        try:
            if verb == "load":
                self._load(text)
            elif verb == "show":
                self._show(read_pack(text))
            else:
                pack = read_pack(text)
                words = gettext("%(file)s: no faults. %(name)s, %(count)s services.")
                self.stdout.write(words % {"file": file, "name": pack.name, "count": len(pack.services)})
                self._remark(pack)
        except WrongPack as error:
            for fault in error.faults:
                self.stderr.write(fault.words(str(file), gettext))
            count = len(error.faults)
            words = ngettext(
                "%(count)s fault in %(file)s; nothing was loaded.",
                "%(count)s faults in %(file)s; nothing was loaded.",
                count,
            )
            raise CommandError(words % {"count": count, "file": file}) from None
        except Refusal as error:
            raise CommandError(str(error)) from None

    def _remark(self, pack: Pack) -> None:
        for remark in remarks(pack):
            self.stdout.write(remark.said(gettext))

    def _text(self, file: Path) -> str:
        try:
            return file.read_text(encoding="utf-8-sig")
        except OSError as error:
            words = gettext("%(file)s cannot be read: %(why)s.")
            raise CommandError(words % {"file": file, "why": why_of(error)}, returncode=2) from None
        except UnicodeDecodeError:
            raise CommandError(gettext("%(file)s is not UTF-8 text.") % {"file": file}, returncode=2) from None

    def _load(self, text: str) -> None:
        loaded = load_pack(text=text, by=None, at=timezone.now())
        words = MADE if loaded.made else UNCHANGED
        values = {"code": loaded.version.contract.engagement.code, "number": loaded.version.number}
        self.stdout.write(gettext(words) % values)
        self._remark(read_pack(text))
        for change in loaded.changes:
            self.stdout.write(f"  {change.words(get_language() or 'en')}")
        if loaded.calendar_made and not loaded.made:
            words = gettext("Made calendar version %(number)s: a newer holiday notice is known.")
            self.stdout.write(words % {"number": loaded.calendar.number})

    def _show(self, pack: Pack) -> None:
        language = get_language() or "en"
        write = self.stdout.write
        write(f"{pack.name} ({pack.code})")
        write(f"  {pack.client.name} / {pack.vendor.name}")
        write(f"  {pack.term.starts} … {pack.term.ends}, {money(pack.fee.amount_fen, 'zh-hans')}")
        for level, terms in levels_of(pack).items():
            write(f"  {say(LEVEL_NAMES[Level(level)], language)}: {terms.characteristic}")
            for commitment in MATRIX:
                target = target_of(terms, commitment)
                star = " *" if target.extendable else ""
                write(f"    {say(COMMITMENT_NAMES[commitment], language)}: {target.within.words(language)}{star}")
        for cap in (pack.caps.response, pack.caps.repair):
            write(f"  {cap.terms} ({cap.within.words(language)})")
        for code, name in pack.services.items():
            write(f"  {code.value} {name or say(SERVICE_NAMES[code], language)}")
        for one in pack.entitlements:
            write(f"  {one.name}: {one.quantity} {one.unit}")

    def _prove(self) -> None:
        wrong = list(unproven_accounts())
        for account, figures in wrong:
            words = gettext("%(code)s %(key)s: its movements add up to %(figures)s")
            code = account.contract.engagement.code
            self.stderr.write(words % {"code": code, "key": account.key, "figures": figures})
        if wrong:
            words = gettext("%(count)s entitlements do not agree with their movements.")
            self.stderr.write(words % {"count": len(wrong)})
            sys.exit(1)
        self.stdout.write(gettext("Every entitlement agrees with its movements."))
