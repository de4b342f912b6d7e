"""When a prober begins to look: at once, or once what starts beside it has started."""

import asyncio
from collections.abc import Iterable
from typing import Final

from jishi.supervisor.door import answers

EVERY: Final = 0.5
PATIENCE: Final = 30.0
"""How long is waited for what does not answer; seconds. Then it is looked at, and told of, as it is."""


async def others_answer(
    urls: Iterable[str], *, stop: asyncio.Event, every: float = EVERY, patience: float = PATIENCE
) -> None:
    """Wait until each address answers with no server error, at most `patience` seconds, or until asked to stop."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + patience
    silent = list(urls)
    while silent and not stop.is_set() and loop.time() < ends:
        if await asyncio.to_thread(answers, silent[0]):
            del silent[0]
            continue
        waiting = asyncio.create_task(stop.wait())
        await asyncio.wait({waiting}, timeout=every)
        waiting.cancel()
