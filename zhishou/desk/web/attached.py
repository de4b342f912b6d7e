"""Files as ready rows for templates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from zhishou.desk.models import Attachment
from zhishou.desk.rules.words import NoteAudience

ICONS: Final = {"application/pdf": "file-text", "text/plain": "file-text", "application/zip": "archive"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One file in a list; a picture has the size of its small one."""

    uuid: UUID
    name: str
    size: int
    icon: str
    width: int
    height: int
    by: str
    at: datetime
    is_internal: bool


def file_rows(files: Iterable[Attachment]) -> list[FileRow]:
    """Return the files as a page shows them."""
    return [
        FileRow(
            uuid=file.uuid,
            name=file.name,
            size=file.size,
            icon=ICONS.get(file.media_type, "file"),
            width=file.thumb_width,
            height=file.thumb_height,
            by=file.by_name,
            at=file.at,
            is_internal=file.audience == NoteAudience.VENDOR,
        )
        for file in files
    ]
