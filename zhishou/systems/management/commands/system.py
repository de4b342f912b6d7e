"""`zhishou system`: checks, loads and shows profiles of systems."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from jishi.commands.door import PagelessCommand
from jishi.refusals.door import Refusal, listed, why_of
from zhishou.contracts.models import Contract
from zhishou.contracts.queries import contract_of_event, every_contract
from zhishou.systems.actions import load_profile
from zhishou.systems.rules.catalogue import CHECKS
from zhishou.systems.rules.profile import Profile
from zhishou.systems.rules.reading import WrongProfile, read_profile
from zhishou.systems.rules.words import COMPONENT_NAMES, CONNECTOR_NAMES, say

MADE = gettext_noop("Made profile version %(number)s of %(code)s.")
UNCHANGED = gettext_noop("Unchanged: %(code)s stays at profile version %(number)s.")


class Command(PagelessCommand):
    help = "Checks, loads and shows profiles: how a system is looked after."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, words in (
            ("check", "Say everything that is wrong with a profile; change nothing."),
            ("load", "Make the system of a profile, or its next version."),
            ("show", "Show what a profile looks at, in words; change nothing."),
        ):
            one = verbs.add_parser(verb, help=words, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
            one.add_argument("file", type=Path, help="The profile, a TOML file.")
            if verb == "load":
                one.add_argument(
                    "--contract", default="", help="Code of the contract; may be left out where there is one only."
                )

    def handle(self, *_args: Any, **options: Any) -> None:
        file: Path = options["file"]
        text = self._text(file)
        try:
            if options["verb"] == "load":
                self._load(text, self._contract(options["contract"]))
                return
            profile = read_profile(text)
        except WrongProfile as error:
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
        if options["verb"] == "show":
            self._show(profile)
        else:
            self.stdout.write(
                gettext(
                    "%(file)s: no faults. %(name)s: %(components)s components, %(modules)s modules, "
                    "%(probes)s probes."
                )
                % {
                    "file": file,
                    "name": profile.name,
                    "components": len(profile.components),
                    "modules": len(profile.modules),
                    "probes": len(profile.probes),
                }
            )

    def _text(self, file: Path) -> str:
        try:
            return file.read_text(encoding="utf-8-sig")
        except OSError as error:
            words = gettext("%(file)s cannot be read: %(why)s.")
            raise CommandError(words % {"file": file, "why": why_of(error)}, returncode=2) from None
        except UnicodeDecodeError:
            raise CommandError(gettext("%(file)s is not UTF-8 text.") % {"file": file}, returncode=2) from None

    def _contract(self, code: str) -> Contract:
        codes = [one.engagement.code for one in every_contract()]
        if not code and len(codes) == 1:
            code = codes[0]
        found = contract_of_event(code=code) if code else None
        if found is None:
            words = gettext("Name the contract with --contract: one of %(codes)s.")
            raise CommandError(words % {"codes": listed(codes) or "—"})
        return found

    def _load(self, text: str, contract: Contract) -> None:
        loaded = load_profile(text=text, contract=contract, by=None, at=timezone.now())
        words = MADE if loaded.made else UNCHANGED
        self.stdout.write(gettext(words) % {"number": loaded.version.number, "code": loaded.system.code})

    def _show(self, profile: Profile) -> None:
        language = get_language() or "en"
        write = self.stdout.write
        write(f"{profile.name} ({profile.code}) {profile.product} {profile.release}".rstrip())
        for component in profile.components:
            needs = f" ← {', '.join(component.needs)}" if component.needs else ""
            write(f"  {component.name} ({say(COMPONENT_NAMES[component.kind], language)}){needs}")
            for probe in profile.probes:
                if probe.component == component.code:
                    check = CHECKS[probe.check]
                    limits = " ".join(
                        str(limit)
                        for limit in (probe.warn or check.warn, probe.critical or check.critical)
                        if limit
                    )
                    write(f"    {probe.check} {probe.name}: {probe.every} s; {limits}".rstrip("; "))
        for connector in profile.connectors:
            write(f"  {connector.code} ({say(CONNECTOR_NAMES[connector.kind], language)}) {connector.address}")
