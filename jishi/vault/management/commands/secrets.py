"""`secrets check|rotate`: prove that every secret opens, or seal all of them with a new key."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from jishi.commands.door import PagelessCommand
from jishi.refusals.door import in_both
from jishi.sentences.door import gettext_noop
from jishi.vault import rotation
from jishi.vault.door import VaultLocked, prepare, sealed_fields


class Command(PagelessCommand):
    help = "Checks the secrets at rest, or seals them with a new key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("check", help="Open every secret and count them by key; shows none.")
        rotate = verbs.add_parser("rotate", help="Make a new key and seal every secret with it; safe to run again.")
        rotate.add_argument("--batch", type=int, default=200, help="How many secrets between two reports.")
        rotate.add_argument(
            "--forget", action="store_true", help="Afterwards take the keys off the ring that nothing needs."
        )

    def handle(self, **options: Any) -> None:
        try:
            self.check_all() if options["verb"] == "check" else self.rotate(options["batch"], options["forget"])
        except VaultLocked as error:
            raise CommandError(str(error)) from error

    def check_all(self) -> None:
        """Open everything; exit with 1 where something does not open."""
        active = prepare().active.key_id
        locked: list[str] = []
        for field in sealed_fields():
            tally = rotation.tally(field)
            if not tally.by_key:
                self.say(gettext_noop("%(place)s: none."), place=tally.place)
            for key, count in tally.by_key.items():
                self.say(
                    gettext_noop("%(place)s: %(count)d with key %(key)s."), place=tally.place, count=count, key=key
                )
            locked += tally.locked
        if locked:
            raise CommandError(" ".join(dict.fromkeys(locked)))
        self.say(gettext_noop("Every secret opens. New ones are sealed with key %(key)s."), key=active)

    def rotate(self, batch: int, forget: bool) -> None:  # noqa: FBT001 - a switch of the command line
        """Seal everything again; what an earlier, killed run left over is finished first."""
        ring = rotation.start()
        self.say(gettext_noop("Sealing with key %(key)s."), key=ring.active.key_id)
        while True:
            for field in sealed_fields():
                done = 0
                for changed in rotation.reseal(field, batch=batch):
                    done += changed
                    self.say(gettext_noop("%(place)s: %(count)d sealed again."), place=field.place, count=done)
            # Another process may have sealed with the old key while we walked.
            if not rotation.is_unfinished():
                break
        if forget:
            for key_id in rotation.forget_unused():
                self.say(gettext_noop("Key %(key)s is off the ring."), key=key_id)
        self.say(gettext_noop("Every secret is sealed with the new key."))

    def say(self, message: str, **words: object) -> None:
        """Write one line, in both languages, at once: a rotation may take a while."""
        self.stdout.write(in_both(message, **words))
        self.stdout.flush()
