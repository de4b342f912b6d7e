"""Rows of documents."""

from xieban.documents.models.audit import Act, Refused, Viewing
from xieban.documents.models.documents import Change, Document, Link
from xieban.documents.models.incoming import Examination, Incoming, Urging
from xieban.documents.models.numbers import Counter, Number, Series
from xieban.documents.models.receipts import Receipt
from xieban.documents.models.seals import Seal, SealUse
from xieban.documents.models.signing import MandatoryCountersign, SignOff
from xieban.documents.models.supervision import Feedback, Supervision
from xieban.documents.models.typesetting import Typesetting

__all__ = [
    "Act",
    "Change",
    "Counter",
    "Document",
    "Examination",
    "Feedback",
    "Incoming",
    "Link",
    "MandatoryCountersign",
    "Number",
    "Receipt",
    "Refused",
    "Seal",
    "SealUse",
    "Series",
    "SignOff",
    "Supervision",
    "Typesetting",
    "Urging",
    "Viewing",
]
