"""The layout checker: measures a PDF, ours or not, and reports it against the standard."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from jishi.refusals.door import Invalid
from xieban.layout.rules import apart
from xieban.layout.rules.end_checks import end_checks, font_checks
from xieban.layout.rules.facts import Leaf
from xieban.layout.rules.head_checks import head_checks
from xieban.layout.rules.ladder import Report
from xieban.layout.rules.measuring import NotAPdf, leaves_of
from xieban.layout.rules.page_checks import page_checks
from xieban.layout.rules.reading import read
from xieban.layout.rules.words import Form

_TOP: Final = Path(__file__).resolve().parents[3]


class CannotMeasure(Invalid):
    """This file is not a PDF that can be opened, so that nothing can be measured."""


class TooHardToMeasure(Invalid):
    """This PDF needs more time or memory to be measured than any official document does."""


def check_layout(
    *, pdf: bytes, form: Form | None = None, imprint: bool | None = None, strict: bool = False
) -> Report:
    """Return the findings about a PDF of our own making, in this process.

    Without a form it is read off the head; `imprint` says whether a 版记 must be there; `strict` fails every font
    that only stands in for the one the standard names.
    """
    try:
        leaves = leaves_of(pdf)
    except NotAPdf as error:
        raise CannotMeasure from error
    return _report(leaves, form=form, imprint=imprint, strict=strict)


def check_foreign_layout(*, pdf: bytes, form: Form | None = None, strict: bool = False) -> Report:
    """Return the findings about a PDF from outside, which is opened in a process of its own."""
    command = [sys.executable, "-m", apart.__name__]
    plain = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_TOP)}
    try:
        run = subprocess.run(  # noqa: S603 - our own module, its only input the PDF
            command, input=pdf, capture_output=True, timeout=apart.SECONDS * 2, check=False, env=plain
        )
    except subprocess.TimeoutExpired as error:
        raise TooHardToMeasure from error
    if run.returncode == apart.NOT_A_PDF:
        raise CannotMeasure
    if run.returncode:
        raise TooHardToMeasure
    return _report(apart.unpacked(run.stdout.decode()), form=form, imprint=None, strict=strict)


def _report(leaves: tuple[Leaf, ...], *, form: Form | None, imprint: bool | None, strict: bool) -> Report:
    reading = read(leaves=leaves, form=form)
    findings = (
        *page_checks(reading),
        *head_checks(reading),
        *end_checks(reading, imprint=imprint),
        *font_checks(reading, strict=strict),
    )
    return Report(form=reading.form, pages=len(leaves), findings=findings)
