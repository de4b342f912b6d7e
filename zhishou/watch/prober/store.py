"""The prober's side of the database: leases, plans, results; on a thread of its own: looking never waits."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from jishi.database.door import Outage, moment
from zhishou.systems.queries.watched import versions_now
from zhishou.watch import actions
from zhishou.watch.actions.leasing import Share
from zhishou.watch.prober.second_path import SecondPath, trouble_of_background
from zhishou.watch.prober.spool import Spool
from zhishou.watch.queries.plans import Plan, plans
from zhishou.watch.rules.taken import Taken

log = structlog.get_logger(__name__)

AWAY: Final = (DatabaseError, InterfaceError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a look at the database brought: the moment, this prober's probes, and those whose plan is new."""

    at: datetime
    share: Share
    plans: Mapping[int, Plan]


class Store:
    """Everything that a prober asks of the database and tells it; one thread calls it."""

    def __init__(self, *, spool: Spool, name: Callable[[], str], steady: Callable[[], float]) -> None:
        self._spool = spool
        self._name = name
        self._steady = steady
        self._outage = Outage()
        self._has_begun = False
        self._second_path = SecondPath()
        self._plans: dict[int, Plan] = {}
        self._versions: Mapping[int, str] = {}

    def round(self) -> Round | None:
        """Say which probes this prober has, and how each is asked; None while the database is away."""
        try:
            close_old_connections()
            at = moment()
            if not self._has_begun:
                # Before the first look: what was known when nobody looked any more is too old to compare with.
                while actions.mark_stale(at=at):
                    continue
                self._has_begun = True
            share = actions.share_out(prober=self._name(), at=at)
            fresh = self._renew(share.due)
        except AWAY as error:
            self._met(error)
            return None
        return Round(at=at, share=share, plans=fresh)

    def keep(self, taken: Sequence[Taken], *, at: datetime) -> frozenset[int]:
        """Keep results, on the disk where the database is away; return the probes that are in doubt."""
        try:
            kept = self._keep(taken, at=at) if taken else frozenset()
            if not self._spool.is_empty:
                count = self._spool.drain(lambda some: self._keep(some, at=at))
                log.info("Results that waited on the disk were kept.", results=count)
        except AWAY as error:
            self._met(error)
            if taken:
                self._spool.put(taken)
            return frozenset()
        away = self._outage.over(now=self._steady())
        if away is not None:
            log.info("The database answers again.", seconds=round(away))
        return kept

    def look_at_the_tick(self) -> None:
        """Say by the second path where the background of the platform is silent."""
        try:
            close_old_connections()
            trouble = trouble_of_background(at=moment())
        except AWAY as error:
            self._met(error)
            trouble = f"the database does not answer: {error}"
        self._second_path.tell(trouble, now=self._steady())

    def leave(self) -> None:
        """Let others have this prober's probes."""
        try:
            actions.give_back(prober=self._name())
        except AWAY as error:
            self._met(error)
        finally:
            connection.close()

    def _keep(self, taken: Sequence[Taken], *, at: datetime) -> frozenset[int]:
        unknown = {one.probe_id for one in taken} - self._plans.keys()
        known = {**self._plans, **plans(unknown)} if unknown else self._plans
        return actions.keep(taken=taken, plans=known, at=at).in_doubt

    def _renew(self, keys: Collection[int]) -> Mapping[int, Plan]:
        """Read the plans of new probes, and all anew where a profile or the way to a system changed."""
        versions = versions_now()
        if versions != self._versions:
            self._plans.clear()
        self._versions = versions
        fresh = plans([key for key in keys if key not in self._plans])
        self._plans.update(fresh)
        for key in self._plans.keys() - set(keys):
            del self._plans[key]
        return fresh

    def _met(self, error: Exception) -> None:
        if self._outage.met(now=self._steady()):
            log.warning("The database is away; looking goes on, results wait on the disk.", error=str(error))
        connection.close()
