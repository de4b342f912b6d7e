"""A Word file becomes the next revision of a text; the file itself is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from jishi.files.door import MEGABYTE, Sent, keep, opened
from jishi.refusals.door import Invalid
from xieban.directory.models import Person
from xieban.writing.actions.attachments import NothingChosen, add_file
from xieban.writing.actions.bodies import add_revision, admitted, refuse_stale
from xieban.writing.models import Body, Revision
from xieban.writing.queries import require_writer
from xieban.writing.queries.apart import Unreadable, word_text
from xieban.writing.rules import AttachmentKind, Source

_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
LARGEST: Final = 20 * MEGABYTE


class OldWord(Invalid):
    """“%(name)s” is an old Word or WPS file. Open it there, save it as “.docx”, and send that."""


class LockedWord(Invalid):
    """“%(name)s” is protected by a password. Take the password away and send it again."""


class UnreadableWord(Invalid):
    """“%(name)s” is no Word file (.docx) that can be read. Open it in Word or WPS and save it anew as “.docx”."""


class EmptyWord(Invalid):
    """“%(name)s” holds no words."""


def take_word(*, body: Body, files: Sequence[Sent], on_revision: int, by: Person, at: datetime) -> Revision:
    """Save the words of a Word file as the next revision, with what of it was lost; the file stays beside it.

    Refused where it cannot be read, holds what cannot be printed, or somebody saved meanwhile.
    """
    require_writer(by, body=body, at=at)
    if not files:
        raise NothingChosen
    kept = keep(files[0].content, name=files[0].name, largest=LARGEST)
    _refuse_old(sha256=kept.sha256, name=kept.name)
    try:
        found = word_text(sha256=kept.sha256)
    except Unreadable as error:
        raise UnreadableWord(name=kept.name) from error
    text, blocks = admitted(found.html)
    if not blocks:
        raise EmptyWord(name=kept.name)
    with transaction.atomic():
        saved = add_revision(
            body=body, text=text, blocks=blocks, on_revision=on_revision, source=Source.WORD, why=kept.name,
            losses=found.losses, by=by, at=at,
        )  # fmt: skip
        if saved is not None:
            add_file(body=body, kept=kept, kind=AttachmentKind.ORIGINAL, place=0, revision=saved, by=by, at=at)
    if saved is None:
        refuse_stale(body)
    return saved


def _refuse_old(*, sha256: str, name: str) -> None:
    with opened(sha256) as file:
        head = file.read(65536)
    if head.startswith(_OLD):
        raise (LockedWord if _LOCKED in head else OldWord)(name=name)
