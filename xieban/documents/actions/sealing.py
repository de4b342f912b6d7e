"""Putting the seal on: only on what was signed and numbered as it stands, and every time in the register."""

from datetime import datetime

from jishi.outbox.door import publish
from xieban.directory.models import Person
from xieban.documents.actions.numbering import use_number
from xieban.documents.actions.refusals import Lacking, NoSuchSeal
from xieban.documents.events import DocumentSealed
from xieban.documents.models import Document, SealUse
from xieban.documents.queries import bodies
from xieban.documents.queries.standing import is_signed, last_sign_off, live_number, seals_for
from xieban.documents.rules.elements import Lack


def put_seal(*, document: Document, seal: str, copies: int, by: Person, at: datetime) -> SealUse:
    """Write the use of a seal into the register (用印登记), after verifying once more what is sealed."""
    signed, number = last_sign_off(document), live_number(document)
    if signed is None or not is_signed(document, signed):
        raise Lacking([Lack.NOT_SIGNED])
    if number is None or number.voided_at is not None:
        raise Lacking([Lack.NO_NUMBER])
    known = seals_for(document)
    wanted = [one for one in known if str(one.uuid) == seal] or (known if len(known) == 1 else [])
    if not wanted:
        raise NoSuchSeal
    use = SealUse.objects.create(
        seal=wanted[0],
        document=document,
        number=number.text,
        digest=bodies.digest(document),
        copies=copies,
        approved_by=signed.acted_for or signed.person,
        person=by,
        at=at,
    )
    use_number(document=document, at=at)
    publish(DocumentSealed(document_uuid=str(document.uuid), kind=document.kind, by=by.pk, happened_at=at), at=at)
    return use
