"""Who is meant by the words of a flow, and for whom somebody stands in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from xieban.directory.models import Person, Unit
from xieban.directory.queries import (
    department_of,
    heads_of,
    heads_of_all,
    holders_of,
    holders_of_post,
    leader_in_charge,
    persons_by_id,
    principals_of,
    root_of,
    still_here,
)
from xieban.directory.rules import Role
from xieban.flows.rules.lineage import actors
from xieban.flows.rules.model import Who, WhoKind
from xieban.flows.rules.state import Actor, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Finds the people that a flow means, at one moment."""

    at: datetime

    def __call__(self, whose: Sequence[Who], state: State) -> list[int]:
        """Return the people's ids, in order, each once."""
        found = [person for who in whose for person in self._people(who, state)]
        return list(dict.fromkeys(found))

    def _people(self, who: Who, state: State) -> list[int]:
        ways: Mapping[WhoKind, Callable[[], list[int]]] = {
            WhoKind.STARTER: lambda: [state.starter],
            WhoKind.ROLE: lambda: self._holders(Role(who.name), state),
            WhoKind.POST: lambda: holders_of_post(who.name, at=self.at),
            WhoKind.HEAD_OF_STARTER: lambda: self._over_starter(who.kind, state),
            WhoKind.LEADER_OF_STARTER: lambda: self._over_starter(who.kind, state),
            WhoKind.HEADS_OF: lambda: heads_of_all(_ids(state, who.name), at=self.at),
            WhoKind.PEOPLE: lambda: still_here(_ids(state, who.name)),
            WhoKind.ACTOR_OF: lambda: _actors(who.name, state),
        }
        return ways[who.kind]()

    def _department(self, state: State) -> Unit | None:
        starter = persons_by_id([state.starter])[state.starter]
        return department_of(starter, at=self.at)

    def _holders(self, role: Role, state: State) -> list[int]:
        # Of the starter's own body: another body's leader signs nothing here.
        unit = self._department(state)
        within = root_of(unit) if unit else None
        return list(holders_of(role, at=self.at, unit=within).values_list("pk", flat=True))

    def _over_starter(self, kind: WhoKind, state: State) -> list[int]:
        unit = self._department(state)
        if unit is None:
            return []
        if kind is WhoKind.HEAD_OF_STARTER:
            return list(heads_of(unit, at=self.at).values_list("pk", flat=True))
        leader = leader_in_charge(unit, at=self.at)
        return [leader.pk] if leader else []


def _ids(state: State, name: str) -> list[int]:
    value = state.variables.get(name)
    return [one for one in value if isinstance(one, int)] if isinstance(value, tuple) else []


def _actors(node: str, state: State) -> list[int]:
    stays = [token for token in state.tokens.values() if token.node == node]
    for token in sorted(stays, key=lambda one: -one.number):
        found = actors(state.seats_of(token.number))
        if found:
            return list(found)
    return []


def actor_of(person: Person, *, flow: str, at: datetime) -> Actor:
    """Return a person as the engine sees him: for whom he stands in, and whether he looks after flows."""
    given = principals_of(person, at=at)
    stands_for = frozenset(principal for principal, flows in given if not flows or flow in flows)
    return Actor(person=person.pk, stands_for=stands_for, manages=person.is_administrator)
