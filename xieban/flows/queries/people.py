"""Who is meant by the words of a flow, and for whom somebody stands in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from xieban.directory.models import Person
from xieban.directory.queries import (
    Place,
    heads_of,
    heads_of_all,
    holders_of_post,
    holders_of_roles,
    leader_in_charge,
    place_of,
    principals_of,
    still_here,
)
from xieban.directory.rules import Role
from xieban.flows.rules.lineage import actors
from xieban.flows.rules.model import Who, WhoKind
from xieban.flows.rules.state import Actor, State


class Meant:
    """Finds the people that a flow means, at one moment; what was asked once in a step is not asked again."""

    def __init__(self, *, at: datetime) -> None:
        self.at = at
        self._places: dict[int, Place | None] = {}

    def __call__(self, whose: Sequence[Who], state: State) -> list[int]:
        """Return the people's ids, in order, each once."""
        roles = [Role(who.name) for who in whose if who.kind is WhoKind.ROLE]
        holders = self._holders(roles, state) if roles else {}
        found = [person for who in whose for person in self._people(who, state, holders)]
        return list(dict.fromkeys(found))

    def _people(self, who: Who, state: State, holders: Mapping[Role, list[int]]) -> list[int]:
        ways: Mapping[WhoKind, Callable[[], list[int]]] = {
            WhoKind.STARTER: lambda: [state.starter],
            WhoKind.ROLE: lambda: holders[Role(who.name)],
            WhoKind.POST: lambda: holders_of_post(who.name, at=self.at),
            WhoKind.HEAD_OF_STARTER: lambda: self._head(state),
            WhoKind.LEADER_OF_STARTER: lambda: self._leader(state),
            WhoKind.HEADS_OF: lambda: heads_of_all(_ids(state, who.name), at=self.at),
            WhoKind.PEOPLE: lambda: still_here(_ids(state, who.name)),
            WhoKind.ACTOR_OF: lambda: _actors(who.name, state),
        }
        return ways[who.kind]()

    def _place(self, state: State) -> Place | None:
        if state.starter not in self._places:
            self._places[state.starter] = place_of(state.starter, at=self.at)
        return self._places[state.starter]

    def _holders(self, roles: Sequence[Role], state: State) -> dict[Role, list[int]]:
        # Of the starter's own unit: another unit's leader signs nothing here.
        place = self._place(state)
        return holders_of_roles(roles, at=self.at, unit=place.unit if place else None)

    def _head(self, state: State) -> list[int]:
        place = self._place(state)
        return list(heads_of(place.department, at=self.at).values_list("pk", flat=True)) if place else []

    def _leader(self, state: State) -> list[int]:
        place = self._place(state)
        leader = leader_in_charge(place.department, at=self.at) if place else None
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
