"""Whatever somebody does with a document's flow, from its page: work, withdrawals and interventions bring more."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from jishi.refusals.door import NotThere
from xieban.directory.models import Person
from xieban.documents.actions.drafting import refuse_secrecy
from xieban.documents.actions.editing import locked
from xieban.documents.actions.refusals import DocumentIsVoid, WrongCopies
from xieban.documents.actions.signing import take_back_signature
from xieban.documents.actions.working import Choices, complete
from xieban.documents.models import Act, Document
from xieban.documents.queries.documents import document_of_instance
from xieban.documents.queries.offering import EXAMINED, EXTRA, named_seal, named_series
from xieban.documents.rules.elements import MOST_COPIES, is_count_of_copies
from xieban.documents.rules.words import ActKind
from xieban.flows import actions as flows
from xieban.flows.models import Instance
from xieban.flows.queries.acting import MANAGING, Asked
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.words import Verb

MOST_WORDS: Final = 400


def do(*, instance: Instance, asked: Asked, by: Person, at: datetime) -> None:
    """Do what a form of a document's page asked for."""
    document = document_of_instance(instance)
    if document is None:
        raise NotThere
    if asked.deed.verb is Verb.COMPLETE:
        values = {name: value for name, value in asked.values.items() if name not in EXTRA | EXAMINED}
        complete(
            document=document,
            seat=asked.seat,
            decision=asked.decision,
            words=asked.words,
            values=values,
            choices=_choices(document, asked.values),
            by=by,
            at=at,
            seen=asked.seen,
        )
        return
    refuse_secrecy(asked.words, document=document, by=by, at=at)
    with transaction.atomic():
        document = locked(document)
        if document.voided_at is not None:
            raise DocumentIsVoid
        flows.do_plainly(instance=instance, asked=asked, by=by, at=at)
        if asked.deed.verb is Verb.WITHDRAW:
            take_back_signature(document=document, seat_number=asked.deed.seat, by=by, at=at)
        if asked.deed.verb in MANAGING or (not asked.seat and asked.deed.verb is Verb.ADD_SIGNER):
            words = f"{asked.deed.verb.value}: {asked.words}"[:MOST_WORDS]
            Act.objects.create(document=document, kind=ActKind.INTERVENED.value, words=words, person=by, at=at)


def _choices(document: Document, values: Mapping[str, Value]) -> Choices:
    copies = values.get("seal_copies")
    if isinstance(copies, int | float) and not is_count_of_copies(copies):
        raise WrongCopies(most=MOST_COPIES)
    return Choices(
        series=named_series(document, str(values.get("series") or "")),
        seal=named_seal(document, str(values.get("seal") or "")),
        given={name: value for name, value in values.items() if name in EXAMINED},
        seal_copies=int(copies) if isinstance(copies, int | float) else 0,
    )
