"""A watched system for tests: a web part that needs a database on a host, and results as they come."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from conftest import NOON, Cast
from jishi.heartbeat.models import Process
from jishi.outbox.models import Message
from tests.laying import laid
from zhishou.contracts.tests.factories import load as load_contract
from zhishou.systems import actions as systems
from zhishou.systems.models import Connector, ManagedSystem, Probe
from zhishou.systems.rules.observing import Outcome
from zhishou.watch import actions
from zhishou.watch.actions.leasing import adopt
from zhishou.watch.models import Alert, ProbeState
from zhishou.watch.queries.plans import plans
from zhishou.watch.rules.taken import Taken

A_SYSTEM = 250
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
LETTERS = {"n": 0.1, "w": 3.0, "c": 20.0}
PROBES = (
    ("web-answers", "网页应答", "web", "site", "X-01", "5 s"),
    ("database-answers", "数据库应答", "database", "port", "X-03", "10 s"),
    ("host-answers", "主机应答", "host", "port", "X-03", "1 min"),
    ("certificate-days", "证书有效期", "certificate", "port", "X-03", "1 h"),
)
PROFILE = """\
format = 1
code = "office"
name = "办公系统"
components = [
  { code = "host", name = "主机", kind = "host" },
  { code = "database", name = "数据库", kind = "database", needs = ["host"] },
  { code = "web", name = "网页", kind = "web", needs = ["database"] },
  { code = "certificate", name = "证书", kind = "certificate" },
]
modules = [{ code = "documents", name = "公文", components = ["web"] }]
connectors = [
  { code = "site", kind = "http", address = "http://127.0.0.1:8700" },
  { code = "port", kind = "tcp", address = "127.0.0.1:8700" },
]
alert_rules = [
  { when = "critical", components = ["web", "database"], level = 1 },
  { when = "critical", level = 2 },
  { when = "warning", level = 3 },
  { when = "unknown", level = 3, lasts = "5 min" },
]
windows = [{ name = "每周维护", weekday = "sat", starts = "23:00", lasts = "2 h", components = ["web"] }]
@probes@""".replace(
    "@probes@",
    "".join(
        f'[[probes]]\ncode = "{code}"\nname = "{name}"\ncomponent = "{component}"\nconnector = "{connector}"\n'
        f'check = "{check}"\nevery = "{every}"\nwarn = {{ over = 2 }}\ncritical = {{ over = 10 }}\n'
        for code, name, component, connector, check, every in PROBES
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The cast, a system that is watched, and results by letters: normal, warning, critical, failed, unknown."""

    cast: Cast
    system: ManagedSystem

    def probe(self, code: str) -> Probe:
        return Probe.objects.get(system=self.system, code=code)

    def state(self, code: str) -> ProbeState:
        return ProbeState.objects.get(probe__system=self.system, probe__code=code)

    def taken(self, code: str, letter: str, at: datetime) -> Taken:
        outcome = {"f": Outcome.FAILED, "u": Outcome.UNKNOWN}.get(letter, Outcome.MEASURED)
        return Taken(
            probe_id=self.probe(code).pk,
            at=at,
            outcome=outcome,
            value=LETTERS.get(letter),
            words="Nothing answers." if letter == "f" else "",
            took_ms=12,
        )

    def keep(self, taken: Iterable[Taken], *, at: datetime | None = None) -> None:
        found = list(taken)
        at = at or max(one.at for one in found)
        actions.keep(taken=found, plans=plans([one.probe_id for one in found]), at=at)

    def comes(self, code: str, letters: str, *, since: datetime = NOON, step: timedelta = 5 * SECOND) -> datetime:
        """Let results come one by one; return the moment of the last."""
        at = since
        for place, letter in enumerate(letters):
            at = since + place * step
            self.keep([self.taken(code, letter, at)])
        return at

    def all_well(self, *, at: datetime = NOON) -> None:
        for code in ("host-answers", "database-answers", "web-answers", "certificate-days"):
            self.comes(code, "n", since=at)

    def alert(self, code: str) -> Alert:
        return Alert.objects.filter(probe__code=code).latest("pk")


def make_watch(cast: Cast, *, profile: str = PROFILE, at: datetime = NOON) -> Watch:
    """Load the profile under the cast's contract, with a prober that is alive."""
    if profile != PROFILE:
        return _make(cast, profile=profile, at=at)
    # Laid again, the rows must find what they point at under the same keys.
    pointed_at = (load_contract(cast).pk, cast.engagement.pk, *(one.pk for one in cast.persons().values()))
    # Where the system is there already, the profile becomes its next version, and what is new points at its parts.
    there = tuple(Connector.objects.order_by("pk").values_list("pk", "system_id"))
    return laid(("watch", pointed_at, there), partial(_make, cast, at=at))


def _make(cast: Cast, *, profile: str = PROFILE, at: datetime) -> Watch:
    contract = load_contract(cast)
    system = systems.load_profile(text=profile, contract=contract, by=None, at=at).system
    adopt(at=at)
    prober_lives(at=at)
    return Watch(cast=cast, system=system)


def prober_lives(*, at: datetime = NOON, kind: str = "prober") -> Process:
    return Process.objects.create(kind=kind, machine="here", pid=1, started_at=at, beat_at=at)


def many_targets(count: int, *, code: str = "many") -> str:
    """Return a profile of one system with so many targets, none of which needs another."""
    components = "".join(f'  {{ code = "t-{one}", name = "目标 {one}", kind = "web" }},\n' for one in range(count))
    probes = "".join(
        f'  {{ code = "p-{one}", name = "应答 {one}", component = "t-{one}", connector = "site", '
        'check = "X-01" },\n'
        for one in range(count)
    )
    return (
        f'format = 1\ncode = "{code}"\nname = "许多目标"\n'
        f"components = [\n{components}]\n"
        'connectors = [{ code = "site", kind = "http", address = "http://127.0.0.1:8700" }]\n'
        f"probes = [\n{probes}]\n"
        'alert_rules = [{ when = "critical", level = 1 }]\n'
    )


def make_many(cast: Cast, *, probes: int, at: datetime, edit: Callable[[str], str]) -> None:
    """Make as many systems of a few hundred targets as hold so many probes."""
    contract = load_contract(cast)
    for start in range(0, probes, A_SYSTEM):
        text = edit(many_targets(min(A_SYSTEM, probes - start), code=f"many-{start}"))
        systems.load_profile(text=text, contract=contract, by=None, at=at)
    while adopt(at=at):
        continue


def told() -> list[tuple[str, dict[str, Any]]]:
    """Return what the areas above heard, in order."""
    rows = Message.objects.filter(event__startswith="zhishou.watch.events.").order_by("pk")
    return [(one.event.rpartition(".")[2], one.payload) for one in rows]


def names() -> list[str]:
    return [name for name, _payload in told()]
