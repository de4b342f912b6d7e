"""The layout checker: measures a PDF, ours or not, and reports it against the standard."""

from jishi.refusals.door import Invalid
from xieban.layout.queries.measuring import NotAPdf, leaves_of
from xieban.layout.rules.end_checks import end_checks, font_checks
from xieban.layout.rules.head_checks import head_checks
from xieban.layout.rules.ladder import Report
from xieban.layout.rules.page_checks import page_checks
from xieban.layout.rules.reading import read
from xieban.layout.rules.words import Form


class CannotMeasure(Invalid):
    """This file is not a PDF that can be opened, so that nothing can be measured."""


def check_layout(
    *, pdf: bytes, form: Form | None = None, imprint: bool | None = None, strict: bool = False
) -> Report:
    """Return the findings. Without a form it is read off the head; `imprint` says whether a 版记 must be there.

    `strict` fails every font that only stands in for the one the standard names.
    """
    try:
        leaves = leaves_of(pdf)
    except NotAPdf as error:
        raise CannotMeasure from error
    reading = read(leaves=leaves, form=form)
    findings = (
        *page_checks(reading),
        *head_checks(reading),
        *end_checks(reading, imprint=imprint),
        *font_checks(reading, strict=strict),
    )
    return Report(form=reading.form, pages=len(leaves), findings=findings)
