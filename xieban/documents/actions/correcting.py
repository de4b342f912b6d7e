"""Changes after sign-off: a correction is recorded, a change of substance goes back to whoever signed."""

from datetime import datetime

from xieban.directory.models import Person
from xieban.documents.actions.editing import note_change
from xieban.documents.actions.refusals import Lacking
from xieban.documents.models import Document
from xieban.documents.queries import bodies
from xieban.documents.queries.standing import is_signed, last_sign_off, last_typesetting
from xieban.documents.rules.elements import Lack
from xieban.documents.rules.signing import is_substantive
from xieban.documents.rules.words import ChangeKind


def note_proof_reading(*, document: Document, substantive: bool, node: str, by: Person, at: datetime) -> None:
    """Record what proof-reading changed; what cannot pass as a correction must be said to be of substance."""
    _note(document, substantive=substantive, lack=Lack.MUST_BE_SUBSTANTIVE, node=node, by=by, at=at)


def note_misprint(*, document: Document, misprint: bool, node: str, by: Person, at: datetime) -> None:
    """Record a misprint that was put right; without one, the text must be the one that was typeset."""
    typeset = last_typesetting(document)
    if not misprint and (typeset is None or typeset.digest != bodies.digest(document)):
        raise Lacking([Lack.NOT_TYPESET])
    _note(document, substantive=False, lack=Lack.MORE_THAN_MISPRINT, node=node, by=by, at=at)


def _note(document: Document, *, substantive: bool, lack: Lack, node: str, by: Person, at: datetime) -> None:
    signed = last_sign_off(document)
    if signed is None:
        raise Lacking([Lack.NOT_SIGNED])
    if not substantive and is_signed(document, signed):
        return
    now, kind = bodies.words_of(document), ChangeKind.SUBSTANCE
    if not substantive:
        if bodies.has_other_files(document, since=signed.at) or is_substantive(
            before=signed.text, after=now, title_before=signed.title, title_after=document.title
        ):
            raise Lacking([lack])
        kind = ChangeKind.CORRECTION
    note_change(document, {}, before=signed.digest, by=by, at=at, node=node, kind=kind)
