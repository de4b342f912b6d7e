"""The round: what is due is asked, what came is kept a few times a second, shares are settled with the others."""

import asyncio
import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

import structlog

from zhishou.watch.actions.keeping import failed
from zhishou.watch.prober.looking import Turn, look
from zhishou.watch.prober.reckoning import Reckoning
from zhishou.watch.prober.store import Round, Store
from zhishou.watch.rules.schedule import DOUBT, QUICK, next_due, taken_over

if TYPE_CHECKING:
    from zhishou.watch.rules.taken import Taken

log = structlog.get_logger(__name__)

KEEP_EVERY: Final = 0.25
KEEP_AT_ONCE: Final = 1000
ROUND_EVERY: Final = 2.0
Given = ParamSpec("Given")
Result = TypeVar("Result")
WATCHER_EVERY: Final = 10.0
ASLEEP: Final = 6.0
"""A prober that did not get to run for so long may have been given up by the others: it asks before it goes on."""


async def _wait(stop: asyncio.Event) -> None:
    await stop.wait()


class Prober:
    """Goes round with the probes that it has."""

    def __init__(self, *, store: Store, reckoning: Reckoning, most_at_once: int) -> None:
        self._store = store
        self._reckoning = reckoning
        self._slots = asyncio.Semaphore(most_at_once)
        self._turns: dict[int, Turn] = {}
        self._heap: list[tuple[float, int]] = []
        self._taken: list[Taken] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._must_ask = True
        self._alive_at = reckoning.steady
        self.lags: list[float] = []
        self.looks = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Go round until asked to stop; what was seen until then is kept."""
        rounds = asyncio.create_task(self._rounds())
        keeping = asyncio.create_task(self._keeping())
        watching = asyncio.create_task(self._watch_the_watcher())
        going = asyncio.create_task(self._go())
        stopping = asyncio.create_task(_wait(stop))
        done, _ = await asyncio.wait(
            {rounds, keeping, going, watching, stopping}, return_when=asyncio.FIRST_COMPLETED
        )
        for task in (rounds, going, keeping, watching):
            task.cancel()
        await asyncio.gather(rounds, going, keeping, watching, *self._tasks, return_exceptions=True)
        await self._keep()
        while self._taken:
            await self._keep()
        await self._off_loop(self._store.leave)
        self._thread.shutdown()
        for task in done - {stopping}:
            task.result()  # a fault of our own ends the process, and the supervisor starts it anew

    async def _watch_the_watcher(self) -> None:
        while True:
            await self._off_loop(self._store.look_at_the_tick)
            await asyncio.sleep(WATCHER_EVERY)

    async def _rounds(self) -> None:
        while True:
            found = await self._off_loop(self._store.round)
            if found is not None:
                self._settle(found)
            await asyncio.sleep(ROUND_EVERY)

    def _settle(self, found: Round) -> None:
        """Take up what is new, let go of what others have now."""
        self._reckoning.learn(found.at)
        self._must_ask, self._alive_at = False, self._reckoning.steady
        for key in self._turns.keys() - found.share.due.keys():
            del self._turns[key]
        for key, plan in found.plans.items():
            known = self._turns.get(key)
            if known is not None:
                known.plan = plan
                continue
            due = taken_over(due_at=found.share.due[key], every=plan.every, at=found.at)
            self._turns[key] = Turn(plan=plan, due=self._reckoning.at(due))
            self._push(key)
        for key in found.share.due.keys() - self._turns.keys():
            log.warning("A probe has no plan.", probe=key)

    def _push(self, key: int) -> None:
        heapq.heappush(self._heap, (self._turns[key].due, key))
        self._wake.set()

    async def _go(self) -> None:
        while True:
            now = self._reckoning.steady
            if now - self._alive_at > ASLEEP:
                self._must_ask = True
            self._alive_at = now
            while self._heap and self._heap[0][0] <= now and not self._must_ask:
                due, key = heapq.heappop(self._heap)
                turn = self._turns.get(key)
                if turn is None or turn.due != due or turn.is_running:
                    continue  # let go, put at another moment, or still at it
                await self._slots.acquire()
                turn.is_running = True
                task = asyncio.create_task(self._look(key, turn))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            self._wake.clear()
            wait = min(self._heap[0][0] - self._reckoning.steady, 1.0) if self._heap else 1.0
            try:
                async with asyncio.timeout(max(wait, 0.005) if not self._must_ask else 0.1):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _look(self, key: int, turn: Turn) -> None:
        begun = self._reckoning.steady
        self.lags.append(begun - turn.due)
        at = self._reckoning.now()
        try:
            taken = await look(turn, at=at)
            # Not before the wait: what was taken until then has been handed over meanwhile, list and all.
            self._taken.append(taken)
        except Exception as error:
            log.exception("A look failed by a fault of our own.", probe=key)
            self._taken.append(failed(f"{type(error).__name__}", probe_id=key, at=at))
        finally:
            self._slots.release()
            self.looks += 1
            turn.is_running = False
            every = turn.plan.every.total_seconds()
            turn.due = next_due(due_at=turn.due, every=every, now=self._reckoning.steady)
            if turn.again_soon:
                turn.again_soon = False
                turn.due = min(turn.due, self._reckoning.steady)
            if self._turns.get(key) is turn:
                self._push(key)

    async def _keeping(self) -> None:
        while True:
            await self._keep()
            await asyncio.sleep(KEEP_EVERY if len(self._taken) < KEEP_AT_ONCE else 0)

    async def _keep(self) -> None:
        some, self._taken = self._taken[:KEEP_AT_ONCE], self._taken[KEEP_AT_ONCE:]
        # A stop takes the wait, never what is waited for: it may stand in line behind another call.
        doubted = await asyncio.shield(self._off_loop(self._store.keep, some, at=self._reckoning.now()))
        self._look_closer(doubted)

    def _look_closer(self, doubted: Iterable[int]) -> None:
        """Look again soon at what is in doubt, and at once at what it needs: so causes show before echoes."""
        soon = self._reckoning.steady + DOUBT.total_seconds()
        needed: dict[int, set[str]] = defaultdict(set)
        for key in doubted:
            turn = self._turns.get(key)
            if turn is None:
                continue
            needed[turn.plan.look.system_id] |= turn.plan.needs
            self._bring_forward(key, turn, soon)
        for key, turn in self._turns.items():
            is_needed = turn.plan.look.component in needed.get(turn.plan.look.system_id, ())
            if is_needed and turn.plan.every <= QUICK:
                self._bring_forward(key, turn, self._reckoning.steady)

    def _bring_forward(self, key: int, turn: Turn, due: float) -> None:
        if turn.is_running or due >= turn.due:
            return
        turn.due = due
        self._push(key)

    def _off_loop(
        self, call: Callable[Given, Result], *args: Given.args, **words: Given.kwargs
    ) -> asyncio.Future[Result]:
        return asyncio.get_running_loop().run_in_executor(self._thread, partial(call, *args, **words))
