"""A verdict in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhishou.ledger.queries.verification import Verdict
from zhishou.ledger.rules import Break, Broken

WORDS = {
    Break.ENTRY_MISSING: gettext_lazy("the entry is gone"),
    Break.ENTRY_CHANGED: gettext_lazy("the entry differs from what was sealed (who, what, about what or when)"),
    Break.ENTRY_ELSEWHERE: gettext_lazy("the entry was moved to another contract"),
    Break.PAYLOAD_CHANGED: gettext_lazy("the payload differs from its digest"),
    Break.SEAL_MISSING: gettext_lazy("a seal is missing, or seals were reordered"),
    Break.SEAL_EXTRA: gettext_lazy("a seal stands beyond the last batch"),
    Break.SEAL_CHANGED: gettext_lazy("the seal was changed"),
    Break.BATCH_MISSING: gettext_lazy("a batch is missing"),
    Break.BATCH_CHANGED: gettext_lazy("the batch was changed"),
    Break.ENTRY_UNSEALED: gettext_lazy(
        "an entry stands outside the chain: its seal was removed or it was smuggled in"
    ),
    Break.CHAIN_MISSING: gettext_lazy("a chain was removed"),
    Break.HEAD_MISSING: gettext_lazy("a head that was shown to the parties is no longer in the chain"),
}


def fault_in_words(broken: Broken) -> str:
    """Say which place broke first, and what differs there."""
    parts = [str(WORDS[broken.what])]
    if broken.position is not None:
        parts.append(_("position %(position)d") % {"position": broken.position})
    if broken.batch is not None:
        parts.append(_("batch %(batch)d") % {"batch": broken.batch})
    if broken.entry:
        parts.append(_("entry %(entry)s") % {"entry": broken.entry})
    return _(", ").join(parts)


def in_words(verdict: Verdict) -> str:
    """Say in one line whether a chain holds."""
    name = verdict.engagement.code if verdict.engagement else _("(deployment)")
    proof = verdict.proof
    if proof.broken is not None:
        return _("%(name)s: BROKEN: %(fault)s.") % {"name": name, "fault": fault_in_words(proof.broken)}
    line = _("%(name)s: holds: %(entries)d entries in %(batches)d batches, %(waiting)d waiting; head %(head)s") % {
        "name": name,
        "entries": proof.entries,
        "batches": proof.batches,
        "waiting": verdict.waiting,
        "head": proof.head or "-",
    }
    if proof.doubtful:
        line += _("; %(count)d entries with a doubtful clock") % {"count": proof.doubtful}
    return line
