"""Letting the chat server forget what outside watches said: once a minute for years is a room of millions."""

from datetime import datetime
from http import HTTPStatus

from xieban.chat.queries.probing import probe_rooms
from xieban.chat.queries.server import ADMIN, ServerRefuses, ask, quoted
from xieban.chat.rules.probing import KEPT


def forget_what_watches_said(*, at: datetime) -> None:
    """Let it forget what is a day old in the rooms of watches, and nowhere else."""
    until = int((at - KEPT).timestamp() * 1000)
    for room in probe_rooms():
        told = {"delete_local_events": True, "purge_up_to_ts": until}
        try:
            ask("POST", f"{ADMIN}/v1/purge_history/{quoted(room.address)}", told)
        except ServerRefuses as refusal:
            if refusal.status != HTTPStatus.NOT_FOUND:  # nothing is so old yet
                raise
