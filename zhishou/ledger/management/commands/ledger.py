"""`zhishou ledger verify|export|index|seal`: prove the evidence, hand it out, make it findable, seal what waits."""

import argparse
from pathlib import Path

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from jishi.commands.door import PagelessCommand
from jishi.refusals.door import why_of
from zhishou.ledger import actions, queries
from zhishou.people.models import Engagement
from zhishou.people.queries import engagement_of_event


class Command(PagelessCommand):
    help = "Verify, export and seal the ledger of evidence."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        verify = verbs.add_parser("verify", help="recompute every digest and name the first broken entry")
        verify.add_argument("--contract", metavar="CODE", help="only the chain of this contract")
        verify.add_argument("--head", metavar="HASH", type=_head, help="a head that you were shown")
        export = verbs.add_parser("export", help="write a bundle that anybody can verify without us")
        export.add_argument("--contract", metavar="CODE", required=True)
        export.add_argument("file", metavar="FILE.zip", type=Path)
        verbs.add_parser("index", help="build the search index of the ledger anew")
        verbs.add_parser("seal", help="seal what waits now, without waiting for the tick")

    def handle(self, *, verb: str, **options: object) -> None:
        """Do what the verb says."""
        code = options.get("contract")
        engagement = _engagement(str(code)) if code else None
        if verb == "index":
            self.stdout.write(_("Indexed %(count)d entries for search.") % {"count": actions.rebuild_search()})
        elif verb == "seal":
            self.stdout.write(_("Sealed %(count)d entries.") % {"count": actions.seal(at=timezone.now())})
        elif verb == "verify":
            self._verify(engagement, head=str(options["head"] or ""))
        elif engagement is not None:
            self._export(engagement, Path(str(options["file"])))

    def _verify(self, engagement: Engagement | None, *, head: str) -> None:
        broken, extends = False, False
        for verdict in queries.verify(engagement=engagement, head=head):
            self.stdout.write(queries.in_words(verdict))
            broken |= not verdict.holds
            extends |= verdict.proof.extends is not None
        tables = queries.open_tables()
        if tables:
            broken = True
            self.stdout.write(
                _("The database no longer refuses changes on: %(tables)s.") % {"tables": ", ".join(sorted(tables))}
            )
        if head:
            self.stdout.write(
                _("Today's ledger extends the head %(head)s.") % {"head": head}
                if extends
                else _("Today's ledger does NOT extend the head %(head)s.") % {"head": head}
            )
        if broken or (head and not extends):
            raise CommandError(_("The ledger does not hold."), returncode=1)

    def _export(self, engagement: Engagement, file: Path) -> None:
        if file.exists():
            raise CommandError(_("%(file)s is there already; name a new file.") % {"file": file}, returncode=2)
        actions.seal(at=timezone.now())
        try:
            counted = actions.write_bundle(engagement, file, at=timezone.now())
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be written: %(why)s.") % {"file": file, "why": why_of(error)}, returncode=2
            ) from error
        self.stdout.write(_("Wrote %(count)d entries to %(file)s.") % {"count": counted.entries, "file": file})
        self.stdout.write(_("Head: %(head)s") % {"head": counted.head or "-"})


def _head(text: str) -> str:
    head = text.strip().lower()
    if len(head) != 64 or set(head) - set("0123456789abcdef"):  # noqa: PLR2004 - SHA-256 in hex
        raise argparse.ArgumentTypeError(_("a head is 64 hexadecimal digits"))
    return head


def _engagement(code: str) -> Engagement:
    engagement = engagement_of_event(code=code)
    if engagement is None:
        raise CommandError(_("There is no contract with the code “%(code)s”.") % {"code": code}, returncode=2)
    return engagement
