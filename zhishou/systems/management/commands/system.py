"""`zhishou system`: checks, loads and shows profiles of systems."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import get_language

from jishi.refusals.door import Refusal
from zhishou.contracts.models import Contract
from zhishou.contracts.queries import contract_of_event, every_contract
from zhishou.systems.actions import load_profile
from zhishou.systems.rules.catalogue import CHECKS
from zhishou.systems.rules.profile import Profile
from zhishou.systems.rules.reading import WrongProfile, read_profile
from zhishou.systems.rules.words import COMPONENT_NAMES, CONNECTOR_NAMES, say


class Command(BaseCommand):
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
                self.stderr.write(fault.words(str(file)))
            count = len(error.faults)
            raise CommandError(f"{count} fault{'s' if count > 1 else ''} in {file}; nothing was loaded.") from None
        except Refusal as error:
            raise CommandError(str(error)) from None
        if options["verb"] == "show":
            self._show(profile)
        else:
            self.stdout.write(
                f"{file}: no faults. {profile.name}: {len(profile.components)} components, "
                f"{len(profile.modules)} modules, {len(profile.probes)} probes."
            )

    def _text(self, file: Path) -> str:
        try:
            return file.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=2) from None
        except UnicodeDecodeError:
            raise CommandError(f"{file} is not UTF-8 text.", returncode=2) from None

    def _contract(self, code: str) -> Contract:
        codes = [one.engagement.code for one in every_contract()]
        if not code and len(codes) == 1:
            code = codes[0]
        found = contract_of_event(code=code) if code else None
        if found is None:
            raise CommandError(f"Name the contract with --contract: one of {', '.join(codes) or '(none yet)'}.")
        return found

    def _load(self, text: str, contract: Contract) -> None:
        loaded = load_profile(text=text, contract=contract, by=None, at=timezone.now())
        words = "Made" if loaded.made else "Unchanged:"
        self.stdout.write(f"{words} profile version {loaded.version.number} of {loaded.system.code}.")

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
