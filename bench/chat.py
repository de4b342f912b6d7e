"""Chat: messages from sender to receiver through the product as `make run` starts it, 200 people in one room.

Claims: of 500 messages between two people, p99 under 500 ms from sending to receiving; the same in a room of 200
people of whom 20 listen, p99 under 1 s; a leaver is cut off within 5 s of the click. Printed: p50, how long 200
accounts and their rooms take, when what was said is found, the memory of every process.
`python bench/chat.py`; `XIEBAN_BENCH_MESSAGES` sets another number.
"""

import json
import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from typing import Any

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))
PEOPLE, LISTENERS, MESSAGES = 200, 20, int(os.environ.get("XIEBAN_BENCH_MESSAGES", "500"))
PATIENCE = 600.0
ALL = "everybody"
TWO, MANY, CUT = 500, 1000, 5
"""Milliseconds, milliseconds, seconds."""


def lay() -> None:
    """Fill the demonstration up to 200 people, and let all of them hold a post of one department."""
    _set_up()
    from django.core.management import call_command  # noqa: PLC0415 - settings first

    from jishi.deployment.door import prepare_data_dir  # noqa: PLC0415 - as above
    from xieban.config.demonstration import seed  # noqa: PLC0415 - as above
    from xieban.directory.actions import appoint, create_post, create_unit  # noqa: PLC0415 - as above
    from xieban.directory.queries import everybody_here, find_person, root_of  # noqa: PLC0415 - as above
    from xieban.directory.rules import UnitKind  # noqa: PLC0415 - as above

    now = datetime.now(tz=UTC)
    prepare_data_dir()
    call_command("migrate", verbosity=0)
    seed(at=now - timedelta(days=1), people=PEOPLE, documents=0)
    from xieban.directory.queries import department_of  # noqa: PLC0415 - as above

    drafter = find_person("jiangyan")
    department = department_of(drafter, at=now) if drafter else None
    assert department is not None
    unit = create_unit(
        code=ALL, name="全体人员", kind=UnitKind.DEPARTMENT, parent=root_of(department), by=None, at=now
    )
    post = create_post(unit=unit, name="成员", roles=(), is_head=False, by=None, at=now)
    for person in everybody_here():
        appoint(person=person, post=post, by=None, at=now)


def call(where: str) -> None:
    """Do something by the office's own actions beside the running product, and print what came of it as JSON."""
    _set_up()
    from django.utils import timezone  # noqa: PLC0415 - settings first

    from xieban.chat.actions.rooms import enter  # noqa: PLC0415 - as above
    from xieban.chat.actions.sessions import open_session  # noqa: PLC0415 - as above
    from xieban.chat.models import Room  # noqa: PLC0415 - as above
    from xieban.chat.rules import pair_key  # noqa: PLC0415 - as above
    from xieban.chat.rules.names import Kind  # noqa: PLC0415 - as above
    from xieban.directory.actions import hand_over  # noqa: PLC0415 - as above
    from xieban.directory.models import Unit  # noqa: PLC0415 - as above
    from xieban.directory.queries import everybody_here, find_person  # noqa: PLC0415 - as above

    now = timezone.now()
    people = [one for one in everybody_here() if not one.is_administrator]
    told: object = None
    if where == "sessions":
        found = [open_session(host="127.0.0.1", by=one, at=now) for one in people[: LISTENERS + 1]]
        told = [{"user": one.user_id, "token": one.token} for one in found]
    elif where == "rooms":
        key = pair_key(str(people[0].uuid), str(people[1].uuid))
        unit = Unit.objects.get(code=ALL)
        told = {
            "pair": enter(kind=Kind.PERSON, key=key, by=people[0], at=now)
            and enter(kind=Kind.PERSON, key=key, by=people[1], at=now),
            "all": Room.objects.get(kind=Kind.DEPARTMENT, key=str(unit.uuid)).address,
        }
    elif where == "leave":
        administrator = find_person("wangzhiqiang")
        hand_over(person=people[1], successor=people[0], by=administrator, at=now)
    print(json.dumps(told))


def _set_up() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "xieban.config.settings"
    import django  # noqa: PLC0415 - settings first

    django.setup()


class Client:
    """One person on one device."""

    def __init__(self, port: int, *, user: str, token: str) -> None:
        self.port, self.user = port, user
        login = {"type": "org.matrix.login.jwt", "token": token}
        self.token = self.ask("POST", "login", login, token="")["access_token"]
        self.since = ""

    def ask(self, method: str, path: str, body: object = None, *, token: str | None = None) -> dict[str, Any]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        raw = None if body is None else json.dumps(body).encode()
        connection.request(method, f"/_matrix/client/v3/{path}", raw, headers)
        answer = connection.getresponse()
        told: dict[str, Any] = json.loads(answer.read() or b"{}")
        connection.close()
        return {**told, "status": answer.status}

    def say(self, room: str, text: str) -> None:
        self.ask(
            "PUT", f"rooms/{room}/send/m.room.message/{secrets.token_hex(8)}", {"msgtype": "m.text", "body": text}
        )

    def hear(self, *, timeout: int = 20_000) -> list[str]:
        """Wait for news, and return what was said."""
        kept = '{"room":{"timeline":{"limit":50}},"presence":{"types":[]}}'.replace('"', "%22")
        told = self.ask(
            "GET", f"sync?timeout={timeout}&filter={kept}" + (f"&since={self.since}" if self.since else "")
        )
        if told["status"] != HTTPStatus.OK:
            return []
        self.since = told["next_batch"]
        rooms = told.get("rooms", {}).get("join", {}).values()
        events = [one for room in rooms for one in room["timeline"]["events"]]
        return [one["content"].get("body", "") for one in events if one["type"] == "m.room.message"]


class Receiver:
    """Listens in a thread of its own, and notes when each message came."""

    def __init__(self, client: Client) -> None:
        self.client, self.came, self.condition = client, dict[str, float](), threading.Condition()
        self.stopped = False
        client.hear(timeout=0)
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        while not self.stopped:
            heard = self.client.hear(timeout=2_000)
            now = time.perf_counter()
            with self.condition:
                self.came.update(dict.fromkeys(heard, now))
                self.condition.notify_all()

    def wait_for(self, text: str) -> float:
        with self.condition:
            if not self.condition.wait_for(lambda: text in self.came, timeout=60):
                raise SystemExit(f"the message {text} never came")
            return self.came[text]


def measured(sender: Client, receiver: Receiver, room: str) -> list[float]:
    """Send one message after the other; return the milliseconds from sending to receiving of each."""
    found = []
    for number in range(MESSAGES):
        text = f"{number}-{secrets.token_hex(4)} 储备物资清单请核对"
        begun = time.perf_counter()
        sender.say(room, text)
        found.append((receiver.wait_for(text) - begun) * 1000)
    return found


def shown(name: str, times: list[float]) -> tuple[float, float]:
    cuts = quantiles(times, n=100)
    print(f"  {name}: {len(times)} messages, p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms", flush=True)
    return cuts[49], cuts[98]


@contextmanager
def running(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "xieban", "start"],
        cwd=HOME,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def until(is_so: Callable[[], bool]) -> float:
    begun = time.monotonic()
    while not is_so():
        if time.monotonic() - begun > PATIENCE:
            raise SystemExit("not in time")
        time.sleep(0.2)
    return time.monotonic() - begun


def main() -> int:
    from tests.needs import CHAT_PYTHON  # noqa: PLC0415 - after the path
    from tests.servers import free_port  # noqa: PLC0415 - as above

    if not CHAT_PYTHON.exists():
        print("Chat: skipped, the chat server is not built: run `make build`")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        ports = {name: str(free_port()) for name in ("PORT", "LIVE_PORT", "CHAT_PORT", "CHAT_INNER_PORT")}
        given = {**os.environ, "XIEBAN_DATA_DIR": folder, "XIEBAN_DEMO": "true"}
        environment = {**given, **{f"XIEBAN_{name}": port for name, port in ports.items()}}
        environment.pop("DATABASE_URL", None)

        def told(where: str) -> Any:
            command = [sys.executable, __file__, where]
            done = subprocess.run(command, env=environment, cwd=HOME, check=True, capture_output=True, text=True)
            return json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else None

        told("lay")
        with running(environment) as process:
            return measure(int(ports["CHAT_PORT"]), told, Path(folder) / "xieban.sqlite3", process)


def measure(port: int, told: Callable[[str], Any], database: Path, process: subprocess.Popen[bytes]) -> int:
    from bench._processes import family, memory  # noqa: PLC0415 - after the path

    until(lambda: _answers(port))
    seconds = until(lambda: counted(database, "chat_member") >= 2 * PEOPLE and not counted(database, "chat_errand"))
    print(f"  {PEOPLE} accounts and their rooms: {seconds:.0f} s after it answers", flush=True)
    rooms = told("rooms")
    people = [Client(port, **one) for one in told("sessions")]
    sender, receiver = people[0], Receiver(people[1])
    _, two = shown("two people", measured(sender, receiver, rooms["pair"]))
    others = [Receiver(one) for one in people[2:]]
    _, many = shown(f"a room of {PEOPLE}, {len(others) + 1} listening", measured(sender, receiver, rooms["all"]))
    later = until(lambda: counted(database, "chat_message") >= 2 * MESSAGES)
    print(f"  all {2 * MESSAGES:,} can be found {later:.1f} s later", flush=True)
    for name, size in sorted(Counter(dict(_summed(memory(family(process.pid))))).items()):
        print(f"  memory (PSS) {name}: {size / 1024:.0f} MB", flush=True)
    for one in (receiver, *others):
        one.stopped = True
    begun = time.monotonic()
    told("leave")
    clicked = time.monotonic()
    until(lambda: people[1].ask("GET", "account/whoami")["status"] == HTTPStatus.UNAUTHORIZED)
    cut = time.monotonic() - clicked
    print(
        f"  a leaver is cut off {cut:.1f} s after the click ({time.monotonic() - begun:.1f} s with it)", flush=True
    )
    return int(not (two < TWO and many < MANY and cut < CUT))


def counted(database: Path, table: str) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as reader:
        (found,) = reader.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(found)


def _summed(found: list[tuple[str, int]]) -> Counter[str]:
    summed: Counter[str] = Counter()
    for name, size in found:
        summed[name] += size
    return summed


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    if sys.argv[1:2] == ["lay"]:
        lay()
    elif sys.argv[1:]:
        call(sys.argv[1])
    else:
        sys.exit(main())
