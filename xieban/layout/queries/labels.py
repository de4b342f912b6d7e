"""The words of the report for people: elements, aspects, verdicts, forms."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xieban.layout.rules.faces import Match
from xieban.layout.rules.ladder import Aspect, Unit
from xieban.layout.rules.words import Element, Form, Verdict

_WORDS: Final[tuple[tuple[StrEnum, Promise], ...]] = (
    (Form.ORDINARY, _("ordinary form")),
    (Form.LETTER, _("letter form")),
    (Form.ORDER, _("order form")),
    (Form.MINUTES, _("minutes form")),
    (Verdict.PASS, _("as asked")),
    (Verdict.WARN, _("nearly as asked")),
    (Verdict.FAIL, _("not as asked")),
    (Verdict.NOT_MEASURABLE, _("not measurable")),
    (Match.ASKED, _("the font asked for")),
    (Match.KIN, _("a free font of the same kind")),
    (Match.SUBSTITUTE, _("a font of another kind")),
    (Element.PAGE, _("page")),
    (Element.COPY_NUMBER, _("copy number")),
    (Element.SECRECY, _("secrecy grade")),
    (Element.URGENCY, _("urgency")),
    (Element.MARK, _("issuer's mark")),
    (Element.NUMBER, _("document number")),
    (Element.SIGNERS, _("signers")),
    (Element.RED_LINE, _("red line")),
    (Element.TITLE, _("title of the document")),
    (Element.ADDRESSEES, _("addressees")),
    (Element.BODY, _("body")),
    (Element.ATTACHMENT_NOTE, _("list of attachments")),
    (Element.SIGNATURE, _("issuer's signature")),
    (Element.DATE, _("date of issue")),
    (Element.SEAL, _("seal")),
    (Element.NOTE, _("note below the date")),
    (Element.ATTENDANCE, _("attendance")),
    (Element.ATTACHMENT, _("attachment page")),
    (Element.COPIES, _("copies to")),
    (Element.PRINTING, _("printing office and date")),
    (Element.IMPRINT, _("imprint")),
    (Element.PAGE_NUMBER, _("page number")),
    (Aspect.PRESENT, _("present")),
    (Aspect.WIDTH, _("width")),
    (Aspect.HEIGHT, _("height")),
    (Aspect.TOP, _("upper edge")),
    (Aspect.LEFT, _("left edge")),
    (Aspect.TYPE_WIDTH, _("width of the text")),
    (Aspect.SIZE, _("size of type")),
    (Aspect.FONT, _("font")),
    (Aspect.CENTRED, _("middle")),
    (Aspect.GAP, _("distance to what stands above")),
    (Aspect.LENGTH, _("length")),
    (Aspect.THICKNESS, _("thickness")),
    (Aspect.PITCH, _("distance from line to line")),
    (Aspect.ADVANCE, _("distance from character to character")),
    (Aspect.LINES, _("lines on a page")),
    (Aspect.INDENT, _("indent of the first line")),
    (Aspect.RIGHT_INSET, _("distance from the right edge")),
    (Aspect.SIDE, _("side")),
    (Aspect.DROP, _("distance below the text")),
    (Aspect.INSET, _("distance from the edge")),
    (Aspect.FORM, _("way of writing")),
    (Aspect.SHAPE, _("shape")),
    (Aspect.RULES, _("number of rules")),
    (Aspect.THICK_RULE, _("thick rule")),
    (Aspect.THIN_RULE, _("thin rule")),
    (Aspect.FOOT, _("last rule on the foot of the text")),
    (Aspect.ALONE, _("lines of text on the same page")),
    (Aspect.ENDING, _("closing mark")),
    (Aspect.SECOND_LINE, _("second line above the foot of the page")),
    (Unit.MM, _("mm")),
    (Unit.POINTS, _("pt")),
    (Unit.LINES, _("lines")),
    (Unit.CHARS, _("characters")),
)
# By class too: the members of two enumerations with one value are equal.
_LABELS: Final[Mapping[tuple[type[StrEnum], str], Promise]] = {
    (type(word), word.value): said for word, said in _WORDS
}


def say(word: StrEnum) -> str:
    """Return a word of the layout in the language that is active now."""
    return str(_LABELS.get((type(word), word.value), word.value))
