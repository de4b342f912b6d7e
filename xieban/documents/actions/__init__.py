"""Writes about documents, one verb each: permission first, then one transaction."""

from xieban.documents.actions.answering import answer
from xieban.documents.actions.circulating import circulate, send_again, urge_at_mark
from xieban.documents.actions.converting import convert_memo, correct
from xieban.documents.actions.distributing import note_receipt
from xieban.documents.actions.doing import do
from xieban.documents.actions.drafting import Draft, draft_document
from xieban.documents.actions.editing import Values, edit_elements
from xieban.documents.actions.holding import DocumentHolder
from xieban.documents.actions.managing import (
    close_seal,
    close_series,
    end_mandatory,
    enter_seal,
    make_mandatory,
    open_series,
)
from xieban.documents.actions.numbering import void_document
from xieban.documents.actions.receiving import Arrival, edit_record, receive_document
from xieban.documents.actions.supervising import Matter, raise_matter
from xieban.documents.actions.typesetting import typeset_for_flow, typeset_sealed
from xieban.documents.actions.viewing import note_viewing
from xieban.documents.actions.working import Choices, complete

__all__ = [
    "Arrival",
    "Choices",
    "DocumentHolder",
    "Draft",
    "Matter",
    "Values",
    "answer",
    "circulate",
    "close_seal",
    "close_series",
    "complete",
    "convert_memo",
    "correct",
    "do",
    "draft_document",
    "edit_elements",
    "edit_record",
    "end_mandatory",
    "enter_seal",
    "make_mandatory",
    "note_receipt",
    "note_viewing",
    "open_series",
    "raise_matter",
    "receive_document",
    "send_again",
    "typeset_for_flow",
    "typeset_sealed",
    "urge_at_mark",
    "void_document",
]
