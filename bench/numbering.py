"""Registrations at once, each a step of its flow: gap-free, none twice: `python bench/numbering.py [HOW_MANY]`."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import monotonic, sleep

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))
from bench._databases import fresh  # noqa: E402 - the path first

ALL, CLIENTS = 1000, 16
# Nothing but the registration: whatever comes before it is another measurement.
FLOW = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xieban="urn:xieban:flows:1" id="d">
<process id="memo" isExecutable="true"><startEvent id="start"/>
<userTask id="Q7" name="登记" xieban:who="role:registrar" xieban:nature="register"/><endEvent id="end"/>
<sequenceFlow id="a" sourceRef="start" targetRef="Q7"/><sequenceFlow id="b" sourceRef="Q7" targetRef="end"/>
</process></definitions>"""


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xieban.config.settings")
    import django  # noqa: PLC0415 - settings first

    django.setup()


def prepare(how_many: int) -> None:
    """Make an office with one series, and documents that wait for their registration."""
    set_up()
    from django.core.management import call_command  # noqa: PLC0415 - after set_up

    from xieban.documents import actions as documents  # noqa: PLC0415 - after set_up
    from xieban.documents.rules import Kind  # noqa: PLC0415 - after set_up
    from xieban.flows import actions as flows  # noqa: PLC0415 - after set_up
    from xieban.tests.cast import NOON, make_cast  # noqa: PLC0415 - after set_up

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    cast = make_cast()
    flows.publish(version=flows.keep_version(text=FLOW, by=None, at=NOON), by=None, at=NOON)
    documents.open_series(unit=cast.body, kind=Kind.MEMO, code="签报", by=None, at=NOON)
    for number in range(how_many):
        draft = documents.Draft(kind=Kind.MEMO, title=f"关于第{number + 1}批救灾物资的请示", reason="汛期")
        documents.draft_document(draft=draft, by=cast.drafter, at=NOON)


def register(start: Path, client: int) -> None:
    """Register every document whose turn it is with this client, each in a transaction of its own."""
    set_up()
    from django.db import OperationalError  # noqa: PLC0415 - after set_up

    from xieban.directory.queries import find_person  # noqa: PLC0415 - after set_up
    from xieban.documents import actions, queries  # noqa: PLC0415 - after set_up
    from xieban.documents.models import Document  # noqa: PLC0415 - after set_up
    from xieban.flows.rules.words import Decision  # noqa: PLC0415 - after set_up

    registrar = find_person("registrar")
    assert registrar is not None
    mine = [
        one
        for one in Document.objects.select_related("instance__version__flow", "unit")
        if one.pk % CLIENTS == client
    ]
    now = datetime.now(tz=UTC)
    seats = [queries.standing_of(registrar, one, at=now).control.tasks[0].seat for one in mine]
    start.with_name(f"ready-{client}").touch()
    while not start.exists():
        sleep(0.005)
    times = []
    for document, seat in zip(mine, seats, strict=True):
        begin = monotonic()
        while True:
            try:
                actions.complete(
                    document=document,
                    seat=seat,
                    decision=Decision.DONE,
                    values={},
                    by=registrar,
                    at=datetime.now(tz=UTC),
                )
            except OperationalError:  # SQLite lets whoever waited too long try again
                continue
            break
        times.append(monotonic() - begin)
    print(json.dumps(times))


def prove(how_many: int) -> None:
    """Count what was given: every number once, and none left out."""
    set_up()
    from xieban.documents.models import Number  # noqa: PLC0415 - after set_up
    from xieban.documents.rules.numbering import gaps  # noqa: PLC0415 - after set_up

    serials = list(Number.objects.values_list("serial", flat=True))
    twice, missing = len(serials) - len(set(serials)), len(gaps(serials))
    print(f"{len(serials)} numbers, {twice} given twice, {missing} left out")
    sys.exit(0 if (len(serials), twice, missing) == (how_many, 0, 0) else 1)


def main(how_many: int) -> int:
    failed = 0
    for name, environment, folder in fresh():
        environment |= {"XIEBAN_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "xieban.config.settings"}
        subprocess.run([sys.executable, __file__, "prepare", str(how_many)], env=environment, check=True)
        start = folder / "go"
        command = [sys.executable, __file__, "register", str(start)]
        running = [
            subprocess.Popen([*command, str(client)], env=environment, stdout=subprocess.PIPE, text=True)
            for client in range(CLIENTS)
        ]
        while len(list(folder.glob("ready-*"))) < CLIENTS:
            if any(process.poll() for process in running):
                raise SystemExit("A client ended before it began.")
            sleep(0.01)
        begin = monotonic()
        start.touch()
        found = [time for process in running for time in json.loads(process.communicate()[0])]
        spent, times = monotonic() - begin, sorted(found)
        print(
            f"{name}: {how_many} registrations by {CLIENTS} clients in {spent:.1f} s, {how_many / spent:.0f}/s, "
            f"{1000 * median(times):.0f} ms median, {1000 * times[-max(1, len(times) // 100)]:.0f} ms p99: ",
            end="",
            flush=True,
        )
        failed += subprocess.run(
            [sys.executable, __file__, "prove", str(how_many)], env=environment, check=False
        ).returncode
    return failed and 1


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", how_many]:
            prepare(int(how_many))
        case ["register", start, client]:
            register(Path(start), int(client))
        case ["prove", how_many]:
            prove(int(how_many))
        case [how_many]:
            sys.exit(main(int(how_many)))
        case _:
            sys.exit(main(ALL))
