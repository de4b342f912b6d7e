"""Reading a sheet: either the whole of it, or every fault with its line, key and what was expected."""

from typing import Final

from jishi.sentences.door import Sentence
from jishi.sentences.door import gettext_noop as _
from zhishou.contracts.rules import declared
from zhishou.contracts.rules.declared import Fault, WrongDeclaration
from zhishou.inspections.rules.sheet import Sheet, contradictions

LONGEST: Final = 200_000
TOO_LONG: Final = _("the text has %(length)s characters; expected at most %(most)s")


class WrongSheet(WrongDeclaration):
    """A sheet that cannot be used; `faults` has all that is wrong with it."""


_SHEET: Final = declared.Sheet(Sheet, inconsistencies=contradictions, wrong=WrongSheet)


def read_sheet(text: str) -> Sheet:
    """Return the sheet, or raise with every fault at once."""
    if len(text) > LONGEST:
        said = Sentence.of(TOO_LONG, length=len(text), most=LONGEST)
        raise WrongSheet([Fault(line=1, key="-", expected=said)])
    return _SHEET.read(text)
