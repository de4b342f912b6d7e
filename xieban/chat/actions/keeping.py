"""The keeper: one loop that makes so at the chat server what was asked for, pressing errands before everything."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

import structlog
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from jishi.database.door import Bell, Outage
from xieban.chat.actions.checking import learn_accounts, learn_rooms
from xieban.chat.actions.errands import CHANNEL, ask_for_all, run_errand
from xieban.chat.actions.founding import found
from xieban.chat.actions.sayings import say_next
from xieban.chat.queries.server import ChatIsAway, ServerRefuses

log = structlog.get_logger("chat")

LOOK_EVERY: Final = 1.0
"""Without being rung for, it looks this often (seconds): what was put off becomes due without a ring."""
SAYINGS_BETWEEN: Final = 5
"""So many messages at most are said before it looks for errands again."""
STARTS_WITHIN: Final = 20.0
"""The chat server starts beside the keeper and takes longer: until then nothing is wrong (seconds)."""


class Keeper:
    """Works until it is told to stop; any number of them may run."""

    def __init__(self, *, clock: Callable[[], datetime], stopped: Callable[[], bool]) -> None:
        self._clock, self._stopped = clock, stopped
        self._is_founded = False
        self._absence = Outage(patience=STARTS_WITHIN)

    def keep(self) -> None:
        """Do what is due, then wait to be rung for."""
        bell, outage = Bell(CHANNEL), Outage()
        while not self._stopped():
            try:
                bell.open()
                close_old_connections()
                if self._turn():
                    continue
                outage.over(now=time.monotonic())
                bell.wait(timeout=LOOK_EVERY, until=self._stopped)
            except DatabaseError as error:
                if outage.met(now=time.monotonic()):
                    log.warning("The keeper met a database error; it goes on.", error=str(error))
                bell.close()
                connection.close()
                time.sleep(LOOK_EVERY)
        bell.close()

    def _turn(self) -> bool:
        try:
            if not self._is_founded:
                self._found()
            did = self.do_some()
        except (ChatIsAway, ServerRefuses) as trouble:
            self._away(trouble)
            return False
        if self._absence.over(now=time.monotonic()) is not None:
            log.info("The chat server is back.")
        return did

    def _found(self) -> None:
        found(name=str(settings.PRODUCT_NAMES[0]))
        learn_accounts()
        learn_rooms(at=self._clock())
        ask_for_all(at=self._clock())
        self._is_founded = True

    def do_some(self) -> bool:
        """Run every errand that is due and say a few messages; say whether there was anything."""
        did = False
        while not self._stopped() and run_errand(at=self._clock()):
            did = True
        for _number in range(SAYINGS_BETWEEN):
            if self._stopped() or not say_next(at=self._clock()):
                break
            did = True
        return did

    def _away(self, trouble: Exception) -> None:
        self._is_founded = False  # another server may answer next time: one that was restored, or began anew
        if self._absence.met(now=time.monotonic()):
            log.warning("The chat server does not do as asked; it is tried again.", why=str(trouble))
