"""The editor's HTML as a body, with refusals in words for who wrote it."""

from jishi.refusals.door import Invalid
from xieban.layout.rules.body import Block
from xieban.layout.rules.markup import NotPrintable, body_of


class PictureInBody(Invalid):
    """The text holds a picture or a drawing, which is not printed. Put it into an attachment."""


class FormulaInBody(Invalid):
    """The text holds a formula, which is not printed. Put it into an attachment."""


class UnsettledChanges(Invalid):
    """The text still shows changes. Accept or reject them first."""


class TableTooDeep(Invalid):
    """The text holds a table or a list inside a table or a list, which cannot be printed."""


_REFUSALS: dict[str, type[Invalid]] = {
    "picture": PictureInBody,
    "formula": FormulaInBody,
    "change": UnsettledChanges,
    "nested_table": TableTooDeep,
    "list_in_table": TableTooDeep,
}


def body_from(*, html: str) -> tuple[Block, ...]:
    """Return the body of an editor's HTML, or refuse what it cannot print."""
    try:
        return body_of(html)
    except NotPrintable as error:
        raise _REFUSALS[error.what] from error
