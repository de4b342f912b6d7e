"""One step of a flow: the engine alone, SpiffWorkflow, each database: `python bench/flows.py`."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from time import monotonic, process_time, sleep

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))
from bench._databases import fresh  # noqa: E402 - the path first

TASKS, WRITERS, EACH, ROUNDS = 12, 8, 10, 30


def flow(*, ours: bool) -> str:
    """Return a flow of twelve tasks, a choice after each, and three who sign together, for either engine."""
    head = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xieban="urn:xieban:flows:1" id="d">'
    )
    who = ' xieban:who="role:registrar role:clerk role:archivist"' if ours else ""
    field = '<extensionElements><xieban:variable name="a" kind="number"/></extensionElements>' if ours else ""
    several = (
        "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
    )
    parts, flows = ['<startEvent id="start"/>', '<endEvent id="end"/>'], [("first", "start", "t0", "")]
    for number in range(TASKS):
        task, choice, last = f"t{number}", f"x{number}", number + 1 == TASKS
        parts.append(f'<userTask id="{task}"{who}>{several if number == TASKS // 2 else ""}</userTask>')
        parts.append(f'<exclusiveGateway id="{choice}" default="on{number}"/>')
        flows.append((f"out{number}", task, choice, ""))
        flows.append((f"back{number}", choice, task, "<conditionExpression>a == 3</conditionExpression>"))
        flows.append((f"on{number}", choice, "end" if last else f"t{number + 1}", ""))
    lines = [f'<sequenceFlow id="{a}" sourceRef="{b}" targetRef="{c}">{d}</sequenceFlow>' for a, b, c, d in flows]
    return (
        f'{head}<process id="bench" isExecutable="true">{field}{"".join([*parts, *lines])}</process></definitions>'
    )


def say(what: str, times: list[float]) -> None:
    p99 = sorted(times)[-max(1, len(times) // 100)]
    print(f"{what}: {1000 * median(times):.2f} ms CPU a step (median of {len(times)}), {1000 * p99:.2f} p99")


def rules_alone() -> None:
    """Measure the pure engine: a state and an act give a new state."""
    from jishi.calendars.door import always  # noqa: PLC0415 - after the path
    from xieban.flows.rules import acts  # noqa: PLC0415 - as above
    from xieban.flows.rules.engine import begin, step  # noqa: PLC0415 - as above
    from xieban.flows.rules.reading import read_flow  # noqa: PLC0415 - as above
    from xieban.flows.rules.state import Actor, Context  # noqa: PLC0415 - as above
    from xieban.flows.rules.words import Decision, SeatState, Status  # noqa: PLC0415 - as above

    at = datetime(2026, 1, 5, tzinfo=UTC)
    context = Context(at=at, calendar=always(), people=lambda _who, _state: (1, 2, 3))
    model, times = read_flow(flow(ours=True).encode()), []
    for _ in range(ROUNDS):
        state = begin(model=model, starter=1, variables={"a": 1}, context=context).state
        while state.status is Status.RUNNING:
            seat = next(seat for seat in state.seats.values() if seat.state is SeatState.OPEN)
            spoke = {one.person for one in state.seats_of(seat.token)}
            actor = Actor(person=next(person for person in (1, 2, 3) if person not in spoke))
            act = partial(acts.complete, seat=seat.number, actor=actor, decision=Decision.DONE, values={})
            begun = process_time()
            state = step(model=model, state=state, context=context, act=act).state
            times.append(process_time() - begun)
    say("rules alone", times)


def spiff() -> None:
    """Measure SpiffWorkflow as one would run it: load the state, do a step, save the state; JSON, no database."""
    import logging  # noqa: PLC0415 - only here

    from SpiffWorkflow.bpmn import BpmnWorkflow  # noqa: PLC0415 - only here
    from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser  # noqa: PLC0415 - only here
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer  # noqa: PLC0415 - only here
    from SpiffWorkflow.util.task import TaskState  # noqa: PLC0415 - only here

    logging.getLogger("spiff").setLevel(logging.WARNING)
    parser = BpmnParser()
    parser.add_bpmn_str(flow(ours=False).encode())
    spec, keeper, times, size = parser.get_spec("bench"), BpmnWorkflowSerializer(), [], 0
    for _ in range(max(1, ROUNDS // 6)):
        workflow = BpmnWorkflow(spec, {})
        workflow.get_tasks()[0].data["a"] = 1
        workflow.do_engine_steps()
        kept = keeper.serialize_json(workflow)
        while True:
            begin = process_time()
            running = keeper.deserialize_json(kept)
            ready = running.get_tasks(state=TaskState.READY, manual=True)
            if not ready:
                break
            ready[0].run()
            running.do_engine_steps()
            kept = keeper.serialize_json(running)
            times.append(process_time() - begin)
            size = max(size, len(kept))
    say(f"SpiffWorkflow 3.2, load, run, save (state up to {size // 1000} kB)", times)


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xieban.config.settings")
    import django  # noqa: PLC0415 - settings first

    django.setup()


def prepare() -> None:
    """Make an office and publish the flow, in an empty database."""
    set_up()
    from django.core.management import call_command  # noqa: PLC0415 - after set_up

    from xieban.flows import actions  # noqa: PLC0415 - after set_up
    from xieban.tests.cast import NOON, make_cast  # noqa: PLC0415 - after set_up

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    make_cast()
    actions.publish(version=actions.keep_version(text=flow(ours=True), by=None, at=NOON), by=None, at=NOON)


def steps() -> Iterator[Callable[[], object]]:
    """Yield the steps of one instance after the other, over the database."""
    from xieban.directory.queries import find_person, persons_by_id  # noqa: PLC0415 - after set_up
    from xieban.flows import actions  # noqa: PLC0415 - after set_up
    from xieban.flows.models import Candidate, Seat  # noqa: PLC0415 - after set_up
    from xieban.flows.rules.words import Decision  # noqa: PLC0415 - after set_up

    starter = find_person("drafter")
    assert starter is not None
    while True:
        now = datetime.now(tz=UTC)
        instance = actions.start(flow="bench", title="关于救灾物资的通知", values={"a": 1}, by=starter, at=now)
        while True:
            row = Candidate.objects.filter(instance=instance, is_open=True).select_related("seat").order_by("id")
            spoke = Seat.objects.filter(instance=instance, state="done", token__until=None).values("person_id")
            first = row.exclude(person_id__in=spoke).first()
            if first is None:
                break
            person = persons_by_id([first.person_id])[first.person_id]
            yield lambda first=first, person=person: actions.complete(
                seat_uuid=str(first.seat.uuid),
                decision=Decision.DONE,
                words="同意，请按程序办理",
                values={},
                by=person,
                at=datetime.now(tz=UTC),
            )


def write(start: Path, number: int, seconds: float) -> None:
    """Take steps, each in its own transaction, for so long once the signal is there; print each one's time."""
    set_up()
    taking = steps()
    next(taking)()
    start.with_name(f"ready-{number}").touch()
    while not start.exists():
        sleep(0.005)
    times, used, end = [], 0.0, monotonic() + seconds
    while monotonic() < end:
        act = next(taking)
        begin, spent = monotonic(), process_time()
        act()
        used += process_time() - spent
        times.append(monotonic() - begin)
    print(json.dumps({"times": times, "used": used}))


def through(name: str, environment: dict[str, str], folder: Path, *, writers: int, seconds: float = 8) -> None:
    """Let writers take steps side by side, and say how many a second and how long each took."""
    start = folder / f"go-{writers}"
    command = [sys.executable, __file__, "write", str(start)]
    running = [
        subprocess.Popen([*command, str(number), str(seconds)], env=environment, stdout=subprocess.PIPE, text=True)
        for number in range(writers)
    ]
    while len(list(folder.glob("ready-*"))) < writers:
        if any(process.poll() for process in running):
            raise SystemExit("A writer ended before it began.")
        sleep(0.01)
    start.touch()
    found = [json.loads(process.communicate()[0]) for process in running]
    for ready in folder.glob("ready-*"):
        ready.unlink()
    times = sorted(time for one in found for time in one["times"])
    used = sum(one["used"] for one in found) / len(times)
    p99 = times[-max(1, len(times) // 100)]
    print(
        f"{name}, {writers} writing: {len(times) / seconds:.0f} steps/s, "
        f"{1000 * median(times):.1f} ms median, {1000 * p99:.1f} ms p99, {1000 * used:.1f} ms CPU of its own a step"
    )


def main() -> None:
    rules_alone()
    spiff()
    for name, environment, folder in fresh():
        environment |= {"XIEBAN_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "xieban.config.settings"}
        subprocess.run([sys.executable, __file__, "prepare"], env=environment, check=True)
        through(name, environment, folder, writers=1)
        through(name, environment, folder, writers=WRITERS)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare"]:
            prepare()
        case ["write", start, number, seconds]:
            write(Path(start), int(number), float(seconds))
        case _:
            main()
