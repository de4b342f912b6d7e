"""The words for what a Word file had and the text has not."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from xieban.writing.models import Revision
from xieban.writing.rules import Loss

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LOSSES: "Final[dict[Loss, StrPromise]]" = {
    Loss.PICTURE: _("Pictures: put them into attachments"),
    Loss.DRAWING: _("Drawings and text boxes: their words stand in the text, their shape does not"),
    Loss.FORMULA: _("Formulas: put them into attachments"),
    Loss.OBJECT: _("Embedded objects"),
    Loss.NOTE: _("Footnotes and endnotes: left out"),
    Loss.COMMENT: _("Comments: left out"),
    Loss.HEADER: _("Headers and footers: the layout sets its own"),
    Loss.DELETED: _("Tracked deletions: taken as accepted"),
    Loss.INSERTED: _("Tracked insertions: taken as accepted"),
    Loss.STRUCK: _("Struck-through words: kept without the stroke"),
    Loss.ITALIC: _("Italic words: kept upright"),
    Loss.INNER_TABLE: _("Tables inside tables: kept as lines of the cell"),
    Loss.UNEVEN_TABLE: _("Tables with uneven rows: filled up with empty cells"),
    Loss.CHARACTER: _("Characters that cannot be printed: left out"),
}


def losses_of(saved: Revision) -> "list[tuple[StrPromise, int]]":
    """Return what of its Word file a revision does not keep, in words, and how many of each."""
    return [(LOSSES[Loss(name)], count) for name, count in saved.losses.items()]
