"""Gathers what the four checks look at; every file is read again, and opened in a process of its own."""

import hashlib
from collections.abc import Iterable
from typing import IO, Final

from jishi.files.door import ContentMissing, opened
from xieban.archive.rules import Evidence, FileEvidence
from xieban.archive.rules.checks import is_archival
from xieban.documents import queries as documents
from xieban.documents.models import Document
from xieban.documents.queries import bodies
from xieban.documents.queries.contents import kept_print, receipts_of, seal_uses_of
from xieban.documents.queries.lacks import words_of_lack
from xieban.documents.rules.elements import Lack, lacks_of_draft
from xieban.documents.rules.secrecy import grade_in
from xieban.documents.rules.words import Kind
from xieban.flows.models import Fact
from xieban.flows.queries import facts_of, opinions_of
from xieban.writing import queries as writing
from xieban.writing.models import Attachment, Revision
from xieban.writing.queries.apart import words_of_file
from xieban.writing.rules import TextState, canonical, digest_of
from xieban.writing.rules.acting import acts_or_macros

_BLOCK: Final = 1 << 18


def evidence_of(document: Document) -> Evidence:
    """Gather the evidence about a document; it takes its time, so no transaction is open meanwhile."""
    printed = kept_print(document)
    body = bodies.body_of(document)
    last = writing.last_revision(body) if body else None
    attachments = writing.attachments_of(body) if body else []
    signed = documents.last_sign_off(document)
    seal = next(iter(reversed(seal_uses_of(document))), None)
    is_dispatch = document.kind == Kind.DISPATCH.value
    came_in = document.kind == Kind.INCOMING.value  # nobody here signs what another body wrote
    words = last.words if last else ""
    lacks = lacks_of_draft(document.elements, body=words)
    if came_in:
        lacks = () if words.strip() or attachments else (Lack.BODY,)
    return Evidence(
        is_dispatch=is_dispatch,
        is_signed=came_in or (signed is not None and signed.consents),
        holds=came_in or documents.is_signed(document, signed),
        is_sealed=seal is not None,
        sealed_as_it_stands=seal is not None and seal.digest == bodies.digest(document),
        text_is_unaltered=last is None or digest_of(last.html) == last.sha256,
        has_number=documents.live_number(document) is not None,
        lacks=[words_of_lack(one) for one in lacks],
        pdf=_file(f"{document.title}.pdf", printed.pdf) if printed else None,
        pdf_is_archival=printed is not None and _is_archival(printed.pdf),
        word=_file(f"{document.title}.docx", printed.word) if printed and printed.word else None,
        attachments=[_attachment(one) for one in attachments],
        opinions=_opinions(document),
        log_is_whole=document.instance is not None and _is_whole(facts_of(document.instance)),
        waits_for=[one.name for one in receipts_of(document) if one.signed_at is None],
        text_acts=last is not None and _acts(last),
        secrecy=grade_in(document.title, document.note, *words.split("\n")),
    )


def _opinions(document: Document) -> int:
    """Count what was said with acts: opinions, and decisions that were given without words."""
    if document.instance is None:
        return 0
    return opinions_of(document.instance).count()


def _is_whole(facts: Iterable[Fact]) -> bool:
    """Say whether the log of the flow runs from 1 without a gap."""
    numbers = [one.number for one in facts]
    return bool(numbers) and numbers == list(range(1, len(numbers) + 1))


def _acts(last: Revision) -> bool:
    """Say whether the text is other than what it is when it is read and written once more."""
    try:
        return canonical(last.html)[0] != last.html
    except ValueError:
        return True


def _is_archival(sha256: str) -> bool:
    try:
        with opened(sha256) as file:
            return is_archival(file.read())
    except ContentMissing:
        return False


def _file(name: str, sha256: str, *, media_type: str = "", state: TextState | None = None) -> FileEvidence:
    try:
        with opened(sha256) as file:
            unaltered = digest(file) == sha256
            acts, has_macros = acts_or_macros(file)
    except ContentMissing:
        return FileEvidence(name=name, is_there=False, media_type=media_type)
    if state in {None, TextState.WAITING}:
        state = words_of_file(sha256=sha256).state
    return FileEvidence(
        name=name,
        is_there=True,
        is_unaltered=unaltered,
        opens=state is not TextState.UNREADABLE,
        media_type=media_type,
        has_macros=has_macros,
        acts=acts,
    )


def _attachment(one: Attachment) -> FileEvidence:
    return _file(one.name, one.sha256, media_type=one.media_type, state=TextState(one.text_state))


def digest(file: IO[bytes]) -> str:
    """Return the SHA-256 of a file from its beginning."""
    file.seek(0)
    found = hashlib.sha256()
    while block := file.read(_BLOCK):
        found.update(block)
    return found.hexdigest()
