"""What chat decides without looking: names, the server's configuration, what stands in a message; pure."""

from xieban.chat.rules.names import Kind, local_name, pair_key
from xieban.chat.rules.rooms import room_of
from xieban.chat.rules.tokens import login_token

__all__ = ["Kind", "local_name", "login_token", "pair_key", "room_of"]
