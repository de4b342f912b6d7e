"""Long work on the ledger: a bundle, a verification; begun on a page, carried by a worker."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from jishi.refusals.door import Refusal
from jishi.work.door import begin, under_way
from zhishou.ledger.actions.bundle import write_bundle
from zhishou.ledger.actions.recording import record
from zhishou.ledger.actions.sealing import seal
from zhishou.ledger.queries import bundle_path, fault_in_words, get_ledger, verify_chain
from zhishou.people.models import Person
from zhishou.people.queries import person_of_event


class ChainBroken(Refusal):
    """BROKEN: %(fault)s."""


class AnotherHead(Refusal):
    """The %(count)d entries hold by themselves (head %(head)s), but do NOT extend the head that you were shown."""


def begin_export(*, by: Person, code: str, at: datetime) -> UUID:
    """Begin to write a bundle of a contract's evidence; return the work."""
    get_ledger(by, code=code, at=at, whole=True)
    arguments = {"code": code, "by": str(by.uuid)}
    return begin(
        title=_("Export of the ledger"), job=export_bundle, owner=by.uuid, at=at, arguments=arguments, scope=code
    ).uuid


def begin_verification(*, by: Person, code: str, head: str, at: datetime) -> UUID:
    """Begin to recompute a contract's whole chain; return the work."""
    get_ledger(by, code=code, at=at, whole=True)
    arguments = {"code": code, "by": str(by.uuid), "head": head}
    return begin(
        title=_("Verification of the ledger"),
        job=verify_ledger,
        owner=by.uuid,
        at=at,
        arguments=arguments,
        scope=code,
    ).uuid


@task()
def export_bundle(*, work: str, code: str, by: str) -> None:
    """Seal what waits, write the bundle, and record that it was handed out."""
    person, at = person_of_event(uuid=by), timezone.now()
    if person is None:
        return
    with translation.override(person.language), under_way(work) as progress:
        engagement, _all = get_ledger(person, code=code, at=at, whole=True)
        seal(at=at)
        path = bundle_path(engagement, UUID(work))
        path.parent.mkdir(parents=True, exist_ok=True)
        counted = write_bundle(
            engagement, path, at=at, told=lambda done, total: progress.advance(done=done, total=total)
        )
        record(
            what="ledger.exported",
            about_kind="chain",
            about_key=code,
            engagement=engagement,
            by=person,
            happened_at=at,
            at=at,
            payload={"entries": counted.entries, "batches": counted.batches, "head": counted.head},
        )
        progress.finish(
            result_url=reverse("ledger:bundle", kwargs={"engagement_code": code, "bundle": work}),
            note=_("%(count)d entries, head %(head)s") % {"count": counted.entries, "head": counted.head[:16]},
        )


@task()
def verify_ledger(*, work: str, code: str, by: str, head: str) -> None:
    """Recompute everything and say what was found."""
    person, at = person_of_event(uuid=by), timezone.now()
    if person is None:
        return
    with translation.override(person.language), under_way(work) as progress:
        engagement, _all = get_ledger(person, code=code, at=at, whole=True)
        verdict = verify_chain(
            engagement, head=head, told=lambda done, total: progress.advance(done=done, total=total)
        )
        proof = verdict.proof
        counted = {"count": proof.entries, "head": proof.head[:16] or "-"}
        if proof.broken is not None:
            raise ChainBroken(fault=fault_in_words(proof.broken))
        if head and proof.extends is None:
            raise AnotherHead(**counted)
        found = _("It holds: %(count)d entries, head %(head)s.") % counted
        if head:
            found += " " + _("It extends the head that you were shown.")
        progress.finish(note=found)
