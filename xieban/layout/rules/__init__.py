"""What a document is, where its elements belong, what a measurement comes to."""

from xieban.layout.rules.body import Block, Cell, Heading, Item, Listing, Paragraph, Run, Table
from xieban.layout.rules.document import Attachment, Attendance, Document, Issuer, Number, Picture, Stamp
from xieban.layout.rules.faces import Match
from xieban.layout.rules.ladder import Aspect, Finding, Report, Tolerance, Unit
from xieban.layout.rules.markup import NotPrintable, body_of, sanitised
from xieban.layout.rules.numbers import NUMBERS, Numbers
from xieban.layout.rules.titles import title_lines
from xieban.layout.rules.words import Element, Face, Form, SignOff, Urgency, Verdict

__all__ = (
    "NUMBERS",
    "Aspect",
    "Attachment",
    "Attendance",
    "Block",
    "Cell",
    "Document",
    "Element",
    "Face",
    "Finding",
    "Form",
    "Heading",
    "Issuer",
    "Item",
    "Listing",
    "Match",
    "NotPrintable",
    "Number",
    "Numbers",
    "Paragraph",
    "Picture",
    "Report",
    "Run",
    "SignOff",
    "Stamp",
    "Table",
    "Tolerance",
    "Unit",
    "Urgency",
    "Verdict",
    "body_of",
    "sanitised",
    "title_lines",
)
