"""Opens files from outside in a process of their own, with an end to its time and memory."""

import base64
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jishi.files.door import opened
from xieban.writing.rules import apart
from xieban.writing.rules.words import TextState

_TOP: Final = Path(__file__).resolve().parents[3]


class Unreadable(Exception):
    """The process could not read the file: it is broken, of another kind, or asks for too much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordText:
    """What was read out of a Word file."""

    html: str
    losses: dict[str, int]


def word_text(*, sha256: str) -> WordText:
    """Read a kept Word file; raises `Unreadable`."""
    found = _run("word", sha256=sha256)
    return WordText(html=found["html"], losses=found["losses"])


@dataclass(frozen=True, slots=True, kw_only=True)
class FileText:
    """The words of a file, what became of reading them, and a PDF's first page as a picture."""

    text: str = ""
    state: TextState
    first_page: bytes = b""


def words_of_file(*, sha256: str) -> FileText:
    """Return the words of a kept file, and what became of reading them."""
    try:
        found = _run("words", sha256=sha256)
    except Unreadable as error:
        return FileText(state=TextState.NONE if error.args == (apart.NO_WORDS,) else TextState.UNREADABLE)
    page = base64.b64decode(found["first_page"])
    if not found["text"]:
        return FileText(state=TextState.NONE, first_page=page)
    state = TextState.CUT if found["was_cut"] else TextState.READ
    return FileText(text=found["text"], state=state, first_page=page)


def _run(task: str, *, sha256: str) -> dict[str, Any]:
    command = [sys.executable, "-m", apart.__name__, task]
    plain = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_TOP)}
    with opened(sha256) as file:
        try:
            run = subprocess.run(  # noqa: S603 - our own module, its only input the file
                command, stdin=file, capture_output=True, timeout=apart.SECONDS * 2, check=False, env=plain
            )
        except subprocess.TimeoutExpired as error:
            raise Unreadable from error
    if run.returncode:
        raise Unreadable(run.returncode)
    found: dict[str, Any] = json.loads(run.stdout)
    return found
