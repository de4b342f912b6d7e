"""Files as a form or a program sends them: counted while they arrive, before any view looks.

It stands in `FILE_UPLOAD_HANDLERS`. What it turns away it remembers on the request, and the rest of the form is
read all the same: the words that somebody wrote are not lost because his photograph is too large.
"""

import tempfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from jishi.files.names import safe_name
from jishi.files.store import MEGABYTE, TooLarge, incoming
from jishi.refusals.door import Invalid, Refusal

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict

SLACK = 2 * MEGABYTE
"""What a form may hold beside its files."""


def largest_request() -> int:
    """Return how much one request may hold, in octets."""
    return int(settings.FILES_LARGEST * settings.FILES_AT_ONCE + SLACK)


class TooManyFiles(Invalid):
    """At most %(most)s files at once. Send the others afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One file as somebody sends it; nothing about it is believed yet."""

    name: str
    content: IO[bytes]


class BoundedUpload(FileUploadHandler):
    """Takes files within the limits into the folder of what is not whole yet; they vanish with the request."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],  # noqa: ARG002 - the base's shape, here and below
        META: dict[str, str],  # noqa: N803, ARG002
        content_length: int,
        boundary: str,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> "tuple[Any, MultiValueDict[str, UploadedFile[Any]]] | None":
        """Remember how much is announced."""
        self.announced, self.count = content_length, 0
        return None

    def new_file(self, *args: Any, **values: Any) -> None:
        """Refuse what is announced to be too much, before it is read."""
        super().new_file(*args, **values)
        self.count += 1
        if self.announced > largest_request():
            self._refuse(TooLarge(name=self._name(), most=settings.FILES_LARGEST // MEGABYTE))
            raise StopUpload(connection_reset=True)
        if self.count > settings.FILES_AT_ONCE:
            self._refuse(TooManyFiles(most=settings.FILES_AT_ONCE))
            raise SkipFile
        self.size = 0
        self.file = tempfile.TemporaryFile(dir=incoming())  # noqa: SIM115 - closed with the request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002
        """Write on, as long as the file may be."""
        self.size += len(raw_data)
        if self.size > settings.FILES_LARGEST:
            self._refuse(TooLarge(name=self._name(), most=settings.FILES_LARGEST // MEGABYTE))
            self.file.close()
            raise SkipFile
        self.file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        """Return the file, to be read from its beginning."""
        self.file.seek(0)
        return UploadedFile(file=self.file, name=self._name(), size=file_size)

    def upload_interrupted(self) -> None:
        """Leave nothing behind when the sender has gone."""
        if hasattr(self, "file"):
            self.file.close()

    def _name(self) -> str:
        return safe_name(self.file_name or "")

    def _refuse(self, refusal: Refusal) -> None:
        assert self.request is not None  # noqa: S101 - handlers are made for a request
        vars(self.request).setdefault("refused_uploads", []).append(refusal)


def sent_files(request: HttpRequest, field: str) -> list[Sent]:
    """Return the files of one field, or raise why one of them was turned away."""
    files = request.FILES.getlist(field)
    refused: list[Refusal] = getattr(request, "refused_uploads", [])
    if refused:
        raise refused[0]
    return [Sent(name=one.name or "", content=one.file) for one in files if one.file is not None]
