"""Rows of the writing, by noun."""

from xieban.writing.models.attachments import Attachment
from xieban.writing.models.bodies import Body, Draft, Presence, Revision

__all__ = ["Attachment", "Body", "Draft", "Presence", "Revision"]
