"""Writes of this area: tokens and entries; everything else is done by the actions of the areas below."""

from xieban.administration.actions.recording import Call, note_page, record
from xieban.administration.actions.tokens import NewToken, make_token, note_use, revoke_token
from xieban.administration.actions.working import ask_to_rebuild

__all__ = ["Call", "NewToken", "ask_to_rebuild", "make_token", "note_page", "note_use", "record", "revoke_token"]
