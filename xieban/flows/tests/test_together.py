"""Two who come at once: one is first, the other is told; and what the database holds is what the engine decided."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from jishi.refusals.door import Refusal
from xieban.directory.models import Person
from xieban.flows import actions
from xieban.flows.actions.refusals import SomebodyWasFirst
from xieban.flows.models import Candidate, Fact, Instance, Opinion, Seat, Token
from xieban.flows.rules.words import OVER, Decision
from xieban.flows.tests.drawing import Drawing, signed_by
from xieban.flows.tests.generating import Generator
from xieban.flows.tests.oracle import Theirs
from xieban.tests.cast import NOON, Cast, make_cast

if TYPE_CHECKING:
    from xieban.flows.rules.expressions import Value

SEEDS = (1, 7, 18)


def at_once(*calls: "tuple[Person, Seat]") -> list[str]:
    """Complete seats at the same moment from threads of their own; return what each was told."""
    together = Barrier(len(calls))

    def run(person: Person, seat: Seat) -> str:
        try:
            together.wait(timeout=20)
            actions.complete(
                seat_uuid=str(seat.uuid), decision=Decision.DONE, values={}, words="办", by=person, at=NOON
            )
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(lambda call: run(*call), calls))


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_first_and_nobodys_word_is_lost() -> None:
    cast = make_cast()
    drawing = Drawing("pool").start().end().task("one", who="role:archivist role:clerk")
    drawing.task("many", who="role:archivist role:clerk", inner=signed_by())
    version = actions.keep_version(
        text=drawing.path("start", "one", "many", "end").text().decode(), by=None, at=NOON
    )
    actions.publish(version=version, by=None, at=NOON)
    instance = actions.start(flow="pool", title="文", values={}, by=cast.drafter, at=NOON)

    shared = Seat.objects.get(instance=instance)
    assert at_once((cast.archivist, shared), (cast.clerk, shared)) == [SomebodyWasFirst.__name__, "done"]
    assert Opinion.objects.filter(instance=instance).count() == 1

    seats = {seat.person: seat for seat in Seat.objects.filter(instance=instance, state="open")}
    told = at_once(*((person, seats[person]) for person in (cast.archivist, cast.clerk)))

    instance.refresh_from_db()
    assert told == ["done", "done"], "both speak for themselves"
    assert instance.status == "finished"
    assert Opinion.objects.filter(instance=instance).count() == 3
    numbers = list(Fact.objects.filter(instance=instance).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.django_db
def test_generated_flows_go_the_oracles_way_through_the_database_too(cast: Cast) -> None:
    people = {person.pk: person for person in cast.persons().values()}
    for seed in SEEDS:
        made = Generator(seed, roles="role:registrar role:clerk role:archivist role:seal_keeper")
        text, chance = made.text(), random.Random(seed)
        values: dict[str, Value] = {name: chance.randint(0, 3) for name in ("a", "b", "c")}
        actions.publish(version=actions.keep_version(text=text.decode(), by=None, at=NOON), by=None, at=NOON)
        instance = actions.start(flow="made", title=str(seed), values=values, by=cast.drafter, at=NOON)
        theirs = Theirs.on(text, values)
        for _ in range(30):
            instance.refresh_from_db()
            open_seats = list(
                Seat.objects.filter(instance=instance, state="open", token__state="resting").order_by("number")
            )
            nodes = sorted(Token.objects.get(pk=seat.token_id).node for seat in open_seats)
            over = instance.status in {status.value for status in OVER}
            assert (over, nodes) == (theirs.standing()[0], sorted(theirs.standing()[1].elements())), seed
            if over:
                break
            seat = chance.choice(open_seats)
            _does(seat, people)
            theirs.complete(Token.objects.get(pk=seat.token_id).node, values)


def _does(seat: Seat, people: dict[int, Person]) -> None:
    spoke = set(Seat.objects.filter(token=seat.token_id, state="done").values_list("person_id", flat=True))
    rows = Candidate.objects.filter(seat=seat).exclude(person_id__in=spoke).order_by("id")
    person = people[rows.values_list("person_id", flat=True)[0]]
    actions.complete(seat_uuid=str(seat.uuid), decision=Decision.DONE, values={}, by=person, at=NOON)
    assert Instance.objects.get(pk=seat.instance_id).moved_at == NOON
