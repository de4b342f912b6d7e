"""Whether the files of a backup are those of its database: each lies there by its digest, and is what that says."""

import hashlib
import re
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.reaching import NotReachedError, no_answer, said
from zhishou.systems.connectors.statements import only_reads
from zhishou.systems.rules.observing import Observation, Outcome, measured

BLOCK: Final = 1024 * 1024
DIGEST: Final = re.compile(r"^[0-9a-f]{64}$")
LARGEST_DATABASE: Final = 8 * 1024**3
MOST_FILES: Final = 5_000_000


def agreeing(archive: Path, *, database: str, query: str, in_time: Callable[[], None]) -> Observation:
    """Read an archive once, and return the share of what its database refers to that lacks there or is damaged."""
    whole, damaged = set[str](), set[str]()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "database"
        try:
            with tarfile.open(archive, mode="r|*") as tar:
                for member in tar:
                    in_time()
                    name, content = member.name.rpartition("/")[2], tar.extractfile(member)
                    if content is None:
                        continue
                    if member.name == database and member.size <= LARGEST_DATABASE:
                        _copy(content, copy, in_time)
                    elif DIGEST.match(name):
                        (whole if _digest(content, in_time) == name else damaged).add(name)
        except (tarfile.TarError, EOFError) as error:
            raise no_answer(_("%(file)s is damaged: %(why)s."), file=archive.name, why=said(error)) from error
        if not copy.is_file():
            raise NotReachedError(
                Outcome.UNKNOWN, _("There is no %(name)s in %(file)s."), name=database, file=archive.name
            )
        wanted = _wanted(copy, query)
    if not wanted:
        raise NotReachedError(Outcome.UNKNOWN, _("The database refers to no file."))
    damaged -= whole  # small pictures lie under the digest of the large one
    lacking = len(wanted - whole - damaged)
    return measured(
        100 * len(wanted - whole) / len(wanted),
        unit="%",
        words=_("Of %(files)s files %(lacking)s lack and %(damaged)s are damaged."),
        files=len(wanted),
        lacking=lacking,
        damaged=len(wanted & damaged),
        archive=archive.name,
    )


def _copy(content: IO[bytes], copy: Path, in_time: Callable[[], None]) -> None:
    with copy.open("wb") as file:
        while block := content.read(BLOCK):
            file.write(block)
            in_time()


def _digest(content: IO[bytes], in_time: Callable[[], None]) -> str:
    found = hashlib.sha256()
    while block := content.read(BLOCK):
        found.update(block)
        in_time()
    return found.hexdigest()


def _wanted(copy: Path, query: str) -> set[str]:
    """Return the digests that the database of the backup refers to."""
    try:
        connection = sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            rows = connection.execute(only_reads(query)).fetchmany(MOST_FILES)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise NotReachedError(
            Outcome.UNKNOWN, _("The database of the backup cannot be asked: %(why)s."), why=said(error)
        ) from error
    return {str(row[0]) for row in rows if row[0] is not None and DIGEST.match(str(row[0]))}
