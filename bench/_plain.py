"""The writes of the steps of a dispatch and nothing else: no rules, no guards, no reads, no pages, no HTTP.

What a step wrote is taken from the rows that one dispatch left, and written again for others: the same rows into
the same tables under the same indexes, as one transaction a step. `python bench/_plain.py FOLDER NUMBER SECONDS`.
"""

import json
import os
import sys
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
ENDED = ("state", "until", "ending", "died")
SAT = ("state", "person_id", "decision", "until", "died")
MOVED = ("step", "status", "last_number", "facts_count", "moved_at", "variables")


@dataclass(frozen=True, slots=True)
class Step:
    """What one step wrote: new rows by their table, and rows that it changed, by their numbers."""

    number: int
    new: dict[type[Any], list[Any]]
    ended: list[Any]
    sat: list[Any]
    closed: list[int]  # candidacies
    stopped: list[int]  # timers


def steps_of(instance: Any) -> list[Step]:
    """Return what every step but the first wrote."""
    from xieban.flows.models import Candidate, Fact, Opinion, Seat, Timer, Token  # noqa: PLC0415 - after set_up

    tokens = list(Token.objects.filter(instance=instance))
    seats = list(Seat.objects.filter(instance=instance))
    opinions = {one.seat_number: one for one in Opinion.objects.filter(instance=instance)}
    found = []
    for number in range(2, instance.step + 1):
        born = [one for one in seats if one.born == number]
        stays = [one for one in tokens if one.born == number]
        new = {
            Token: stays,
            Seat: born,
            Candidate: list(Candidate.objects.filter(seat__in=born)),
            Timer: list(Timer.objects.filter(token__in=stays)),
            Fact: list(Fact.objects.filter(instance=instance, step=number)),
            Opinion: [opinions[one.number] for one in seats if one.died == number and one.number in opinions],
        }
        ended = [one for one in tokens if one.died == number]
        sat = [one for one in seats if one.died == number]
        closed = list(Candidate.objects.filter(seat__in=sat).values_list("pk", flat=True))
        stopped = list(Timer.objects.filter(token__in=ended).values_list("pk", flat=True))
        found.append(Step(number, new, ended, sat, closed, stopped))
    return found


def write(step: Step, instance: Any, keys: dict[tuple[type[Any], int], int]) -> None:
    """Write what a step wrote, for another instance; `keys` says which row stands for which."""
    from django.db import transaction  # noqa: PLC0415 - after set_up

    from jishi.database.door import gathered, insert_all, update_all, update_one  # noqa: PLC0415
    from jishi.outbox.door import publish  # noqa: PLC0415
    from xieban.flows.events import InstanceMoved  # noqa: PLC0415
    from xieban.flows.models import Candidate, Seat, Timer, Token  # noqa: PLC0415

    with transaction.atomic():
        keyed = (Token, Seat, Candidate, Timer)
        expected = {model: len(step.new[model]) for model in keyed if step.new[model]}
        with gathered(expected):
            instance.step = step.number
            update_one(instance, MOVED)
            for model, rows, names in ((Token, step.ended, ENDED), (Seat, step.sat, SAT)):
                for row in rows:
                    old, row.pk = row.pk, keys.get((model, row.pk), 0)
                    update_one(row, names)
                    row.pk = old
            update_all(Candidate, [keys[Candidate, one] for one in step.closed], is_open=False)
            update_all(Timer, [keys[Timer, one] for one in step.stopped], state="cancelled")
            for model, rows in step.new.items():
                fresh = [_again(row, instance, keys) for row in rows]
                insert_all(fresh, keys=model in expected)
                keys |= {(model, row.pk): new.pk for row, new in zip(rows, fresh, strict=True) if model in expected}
            now = datetime.now(tz=UTC)
            moved = InstanceMoved(
                instance_uuid=str(instance.uuid), flow="dispatch", step=step.number, status="running",
                what=["moved"], entered=["F3"], people=[1], readers=[], by=1, happened_at=now,
            )  # fmt: skip
            publish(moved, at=now)


def _again(row: Any, instance: Any, keys: dict[tuple[type[Any], int], int]) -> Any:
    from xieban.flows.models import Seat, Token  # noqa: PLC0415 - after set_up

    columns = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if not one.primary_key}
    columns["instance_id"] = instance.pk
    if "uuid" in columns:
        columns["uuid"] = uuid.uuid4()
    for name, model in (("token_id", Token), ("seat_id", Seat)):
        if name in columns:
            columns[name] = keys[model, columns[name]]
    return type(row)(**columns)


def known_keys(pattern: Any, instance: Any) -> dict[tuple[type[Any], int], int]:
    """Say which row of an instance that was only begun stands for which of the pattern's first step."""
    from xieban.flows.models import Candidate, Seat, Timer, Token  # noqa: PLC0415 - after set_up

    found = {}
    for model, name, first in (
        (Token, "number", {"born": 1}),
        (Seat, "number", {"born": 1}),
        (Timer, "number", {"token__born": 1}),
        (Candidate, "seat__number", {"seat__born": 1}),
    ):
        own = dict(model.objects.filter(instance=instance).values_list(name, "pk"))
        for number, key in model.objects.filter(instance=pattern, **first).values_list(name, "pk"):
            found[model, key] = own[number]
    return found


def main(folder: Path, number: int, seconds: float) -> None:
    """Write for so long, dispatch after dispatch; print the seconds that every step took, and the CPU."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "xieban.config.settings"
    import django  # noqa: PLC0415 - settings first

    django.setup()
    from xieban.flows.models import Instance  # noqa: PLC0415 - after set_up

    known = json.loads((folder / "known.json").read_text(encoding="utf-8"))
    pattern = Instance.objects.get(uuid=known["pattern"])
    steps, taken = steps_of(pattern), []
    acts = []
    for one in Instance.objects.filter(uuid__in=known["spare"][number]).order_by("pk"):
        keys = known_keys(pattern, one)
        acts += [lambda step=step, one=one, keys=keys: write(step, one, keys) for step in steps]
    (folder / f"plain-ready-{number}").touch()
    while not (folder / "plain-go").exists():
        sleep(0.005)
    spent, ends = process_time(), perf_counter() + seconds
    for act in acts:
        begun = perf_counter()
        if begun > ends:
            break
        act()
        taken.append(perf_counter() - begun)
    print(json.dumps({"taken": taken, "cpu": process_time() - spent, "short": len(taken) == len(acts)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
