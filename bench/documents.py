"""Steps of a dispatch by HTTP: Xieban as `make run` starts it, 8 clients who hand in the form of their work.

Claim, on PostgreSQL, with server, database and load on two cores: 60 steps a second, p99 under 250 ms. A step is
what one press of the button does: guards, the engine, its history, the effect of the work, news and counters, one
transaction. Every dispatch goes F1 to F8, so that a signature and a number are among the steps; step by step over
all of them, so that typesetting, which a worker does after the last, comes in only if the load gets that far.

Beside it, in the same run: the same writes without the engine (8 processes, `_plain.py`), and what the engine takes
of a step in one process. `python bench/documents.py`.
"""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from bench._office import Office

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))
DOCUMENTS = int(os.environ.get("XIEBAN_BENCH_DOCUMENTS", "300"))
WARM, WARM_STEPS = 400, 40
WRITERS, SPARE, SECONDS = 8, int(os.environ.get("XIEBAN_BENCH_SPARE", "60")), 6
BEGUN = timedelta(days=3)
# Who does what on the way, and what he fills in.
WAY: tuple[tuple[str, dict[str, str]], ...] = (
    ("jiangyan", {}),
    ("yangbo", {"decision": "agree", "words": "同意"}),
    ("luomin", {"decision": "agree", "words": "已核，同意"}),
    ("chenguohua", {"decision": "agree", "words": "同意"}),
    ("zhoujianguo", {"decision": "agree", "words": "同意印发"}),
    ("hanxuefeng", {}),
    ("luomin", {"copies": "30"}),
)


def lay(folder: Path) -> None:
    """Draft the dispatches, take one the whole way to learn the numbers of the seats; leave all as `known.json`."""
    from bench._office import furnished, sessions_of  # noqa: PLC0415 - after the path

    now = furnished(before=BEGUN)
    from django.conf import settings  # noqa: PLC0415 - settings first

    from xieban.directory.models import Person  # noqa: PLC0415 - as above

    people = {name: Person.objects.get(username=name) for name, _typed in WAY}
    cookies = dict(zip(people, sessions_of(people.values()), strict=True))
    many = DOCUMENTS + 1 + WRITERS * SPARE
    instances = [drafted(people["jiangyan"], number, at=now - BEGUN) for number in range(many)]
    pattern = instances.pop()
    seats = gone(pattern, people)
    spare = [[instances.pop() for _ in range(SPARE)] for _ in range(WRITERS)]
    shares(instances[: DOCUMENTS // 10], people)
    warm, instances = instances[DOCUMENTS // 10 :][:WARM_STEPS], instances[DOCUMENTS // 10 + WARM_STEPS :]
    known = {
        "csrf": settings.CSRF_COOKIE_NAME,
        "cookies": cookies,
        "seats": seats,
        "pattern": pattern,
        "spare": spare,
        "warm": warm,
        "instances": instances,
    }
    (folder / "known.json").write_text(json.dumps(known), encoding="utf-8")


def drafted(by: object, number: int, *, at: datetime) -> str:
    """Draft one dispatch with its text; return its instance."""
    from xieban.documents.actions import Draft, draft_document  # noqa: PLC0415
    from xieban.documents.queries.bodies import body_of  # noqa: PLC0415
    from xieban.documents.rules.words import DocumentType, Kind  # noqa: PLC0415
    from xieban.writing.actions import save_revision  # noqa: PLC0415

    draft = Draft(
        kind=Kind.DISPATCH,
        type=DocumentType.NOTICE,
        title=f"关于做好第{number + 1}批救灾物资储备的通知",
        recipients=("各市（州）红十字会",),
        basis="会党组会议研究意见",
    )
    document = draft_document(draft=draft, by=by, at=at)  # type: ignore[arg-type]
    body = body_of(document)
    paragraph = "<p>请各单位结合实际，认真做好救灾物资的采购、储备和管理，于12月底前报送情况。</p>"
    save_revision(body=body, html=paragraph * 12, on_revision=0, by=by, at=at)  # type: ignore[arg-type]
    return str(document.instance.uuid)  # type: ignore[union-attr]


def gone(instance: str, people: dict[str, object]) -> list[int]:
    """Take one dispatch the whole way by its pages; return the number of the seat of every step."""
    from django.test import Client  # noqa: PLC0415

    from xieban.flows.models import Seat  # noqa: PLC0415

    seats = []
    for name, typed in WAY:
        seat = Seat.objects.get(instance__uuid=instance, state="open")
        seats.append(seat.number)
        browser = Client(headers={"hx-request": "true"}, SERVER_NAME="localhost")
        browser.force_login(people[name])  # type: ignore[arg-type]
        answer = browser.post(f"/instances/{instance}/act/", {"act": f"complete-{seat.number}", **typed})
        if answer.status_code != HTTPStatus.NO_CONTENT:
            raise SystemExit(f"{name} could not: {answer.status_code} {answer.content.decode()[:1500]}")
    return seats


def shares(instances: list[str], people: dict[str, object]) -> None:
    """Take some dispatches the whole way in this process; say what of a step's CPU the engine takes."""
    from unittest.mock import patch  # noqa: PLC0415 - only here

    from xieban.flows.actions import people as acts  # noqa: PLC0415 - after set-up
    from xieban.flows.actions import stepping  # noqa: PLC0415
    from xieban.flows.queries import instances as seen  # noqa: PLC0415
    from xieban.flows.rules import control  # noqa: PLC0415

    spent: Counter[str] = Counter()

    def timed(part: str, call: Callable[..., object]) -> Callable[..., object]:
        def inner(*args: object, **words: object) -> object:
            begun = time.process_time()
            try:
                return call(*args, **words)
            finally:
                spent[part] += time.process_time() - begun  # type: ignore[assignment]

        return inner

    rules = timed("rules", stepping.step)
    with (
        patch.object(stepping, "step", rules),
        patch.object(control, "control", timed("rules", control.control)),
        patch.object(control, "who_could_act", timed("rules", control.who_could_act)),
        patch.object(acts, "take", timed("step", acts.take)),
        patch.object(seen, "again", timed("load", seen.again)),
    ):
        gone(instances[0], people)  # to warm up
        spent.clear()
        begun = time.process_time()
        for instance in instances[1:]:
            gone(instance, people)
        whole = time.process_time() - begun
    steps = len(WAY) * len(instances[1:])
    engine = spent["step"] + spent["load"]
    print(
        f"one process, {steps} steps with their pages: {1000 * whole / steps:.1f} ms CPU a step; the engine with"
        f" its rows takes {1000 * engine / steps:.1f} ms of it ({engine / whole:.0%}), its rules alone"
        f" {1000 * spent['rules'] / steps:.1f} ms ({spent['rules'] / whole:.0%})",
        flush=True,
    )


def plainly(folder: Path, environment: dict[str, str]) -> None:
    """Let 8 processes write what steps write, without the engine; say how many a second."""
    command = [sys.executable, str(HOME / "bench" / "_plain.py"), str(folder)]
    running = [
        subprocess.Popen([*command, str(number), str(SECONDS)], env=environment, stdout=subprocess.PIPE, text=True)
        for number in range(WRITERS)
    ]
    while len(list(folder.glob("plain-ready-*"))) < WRITERS:
        if any(one.poll() for one in running):
            raise SystemExit("A plain writer ended before it began.")
        time.sleep(0.05)
    (folder / "plain-go").touch()
    found = [json.loads(one.communicate()[0]) for one in running]
    taken = sorted(second for one in found for second in one["taken"])
    spent = sum(one["cpu"] for one in found) / len(taken)
    lasted = max(sum(one["taken"]) for one in found)
    p99 = taken[int(len(taken) * 0.99)]
    print(
        f"the same writes without the engine, {WRITERS} processes: {len(taken) / lasted:.0f}/s, p99"
        f" {1000 * p99:.0f} ms, {1000 * spent:.1f} ms CPU of their own each",
        flush=True,
    )


def asked(method: str, path: str, *, port: int, known: dict[str, str], name: str, typed: dict[str, str]) -> bytes:
    """Return a request of somebody's browser."""
    token = "b" * 32
    content = urlencode(typed).encode()
    cookies = f"{known['cookies'][name]}; {known['csrf']}={token}"  # type: ignore[index]
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Cookie: {cookies}", "HX-Request: true"]
    if method == "POST":
        lines += [f"X-CSRFToken: {token}", "Content-Type: application/x-www-form-urlencoded"]
        lines.append(f"Content-Length: {len(content)}")
    return "\r\n".join([*lines, "", ""]).encode() + (content if method == "POST" else b"")


def stepped(office: "Office") -> bool:
    """Let 8 clients take all dispatches their whole way; say whether it is as claimed."""
    from bench.desk import Claim, Manner, measure, told_memory  # noqa: PLC0415 - after the path

    known, port = office.known, office.product.port

    def step(instance: str, name: str, typed: dict[str, str], seat: int) -> bytes:
        sent = {"act": f"complete-{seat}", **typed}
        return asked("POST", f"/instances/{instance}/act/", port=port, known=known, name=name, typed=sent)

    inbox = asked("GET", "/inbox/", port=port, known=known, name="luomin", typed={})
    # Step by step over all of them, so that no step is asked for before the one before it was done.
    steps = [
        step(instance, name, typed, seat)
        for (name, typed), seat in zip(WAY, known["seats"], strict=True)
        for instance in known["instances"]
    ]
    # A process reads the flow at its first step: to warm up, others are begun.
    (first, typed), seat = WAY[0], known["seats"][0]
    warm = [*(step(instance, first, typed, seat) for instance in known["warm"]), *[inbox] * WARM]
    claim = Claim(name="step of a dispatch", least={"PostgreSQL": 60}, p99=250)
    kept = measure(office.product, claim, [*warm, *steps], Manner(again=False, follows=True), few=len(warm))
    told_memory(office.product)
    return kept


def main() -> int:
    if sys.argv[1:2] == ["lay"]:
        lay(Path(sys.argv[2]))
        return 0
    from bench._office import laid, started  # noqa: PLC0415 - after the path

    with laid(__file__, told=f"{DOCUMENTS} dispatches") as (environment, folder):
        with started(environment, folder) as office:
            kept = stepped(office)
        plainly(folder, environment)
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
