"""What Xieban consists of, for /ready, /metrics and whoever looks after it: what runs, and every module."""

from typing import Final

from jishi.health.components import COMPONENTS
from jishi.health.door import Part
from xieban.administration.queries.modules import MODULES
from xieban.chat.queries.health import CHAT

PARTS: Final[tuple[Part, ...]] = (*COMPONENTS, CHAT, *MODULES)
