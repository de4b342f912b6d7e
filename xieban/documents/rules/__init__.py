"""Pure decisions about documents: what is lacking, what counts as signed, what may be done."""

from xieban.documents.rules.words import DocumentType, Kind, Matter, NumberState, Urgency

__all__ = ["DocumentType", "Kind", "Matter", "NumberState", "Urgency"]
