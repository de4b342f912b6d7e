"""What each check of a host takes from the agent's news."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.agent.trend import days_to_full
from zhishou.systems.connectors.counting import rate
from zhishou.systems.rules.observing import Ask, Observation, failed, measured, unknown

GB: Final = 1024**3
LITTLE: Final = 20 * 1024**2
HOUR, DAY = 3600, 86400


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """The newest news of one host."""

    document: Mapping[str, Any]
    told_at: datetime
    history: Sequence[tuple[datetime, float, float]] = ()  # when, used bytes, size; one an hour

    def part(self, name: str) -> Any:
        """Return a part of the news; what was not told raises."""
        found = self.document[name]
        if found is None:
            raise KeyError(name)
        return found


def _busy(host: Host, _ask: Ask, _at: datetime) -> Observation:
    return measured(float(host.part("busy")), unit="%", cpus=int(host.part("cpus")))


def _load(host: Host, _ask: Ask, _at: datetime) -> Observation:
    load, cpus = float(host.part("load")[1]), int(host.part("cpus"))
    return measured(load / cpus, load=round(load, 2), cpus=cpus)


def _memory(host: Host, _ask: Ask, _at: datetime) -> Observation:
    memory = host.part("memory")
    total, available = int(memory["total"]), int(memory["available"])
    if available < LITTLE:
        return failed(_("Only %(available)s bytes of memory are left."), available=available, total=total)
    return measured(100 * (1 - available / total), unit="%", available=available, total=total)


def _swap(host: Host, _ask: Ask, _at: datetime) -> Observation:
    memory = host.part("memory")
    if not memory["swap_total"]:
        return measured(100, unit="%", words=_("There is no swap."))
    return measured(100 * memory["swap_free"] / memory["swap_total"], unit="%", free=int(memory["swap_free"]))


def _disks(host: Host, ask: Ask) -> list[Mapping[str, Any]]:
    wanted = ask.text("mount")
    found = [one for one in host.part("filesystems") if one["size"] and wanted in {"", one["mount"]}]
    if not found:
        raise KeyError("filesystems")
    return found


def _filled(host: Host, ask: Ask, _at: datetime) -> Observation:
    """Full by share counts only where little is left, too: 20 % of a large disk is plenty."""
    worst: tuple[float, Mapping[str, Any], float] | None = None
    for one in _disks(host, ask):
        used = 100 * (1 - one["free"] / one["size"])
        counted = used
        if one["free"] >= ask.number("free_gb_warn", 10) * GB:
            counted = min(used, ask.number("enough", 79.9))
        elif one["free"] >= ask.number("free_gb_critical", 5) * GB:
            counted = min(used, 89.9)
        if worst is None or counted > worst[0]:
            worst = (counted, one, used)
    assert worst is not None  # noqa: S101 - _disks gives one at least
    return measured(
        worst[0],
        unit="%",
        words=_("%(mount)s is used to %(used)s %%; %(free)s bytes are free."),
        mount=str(worst[1]["mount"]),
        used=round(worst[2], 1),
        free=int(worst[1]["free"]),
    )


def _inodes(host: Host, ask: Ask, _at: datetime) -> Observation:
    rows = [one for one in _disks(host, ask) if one["inodes"]]
    if not rows:
        return measured(100, unit="%", words=_("The filesystems count no inodes."))
    worst = min(rows, key=lambda one: one["inodes_free"] / one["inodes"])
    return measured(100 * worst["inodes_free"] / worst["inodes"], unit="%", mount=str(worst["mount"]))


def _await(host: Host, _ask: Ask, _at: datetime) -> Observation:
    value = host.document.get("await_ms")
    if value is None:
        return measured(0, words=_("No disk was asked for anything."))
    return measured(float(value) / 1000, unit="s")


def _trend(host: Host, _ask: Ask, at: datetime) -> Observation:
    return days_to_full(host.history, at=at)


def _clock(host: Host, _ask: Ask, _at: datetime) -> Observation:
    sent = datetime.fromisoformat(str(host.part("sent_at")))
    return measured(abs((host.told_at - sent).total_seconds()), unit="s", sent_at=sent.isoformat())


def _uptime(host: Host, _ask: Ask, _at: datetime) -> Observation:
    return measured(
        float(host.part("uptime")) / 60,
        words=_("It has run for %(minutes)s minutes."),
        minutes=round(host.part("uptime") / 60),
    )


def _names(found: Sequence[Any], words: str) -> Observation:
    return measured(len(found), words=words if found else "", names=", ".join(map(str, found))[:300])


def _sshd(host: Host, _ask: Ask, _at: datetime) -> Observation:
    if host.document.get("sshd") is None:
        return unknown(_("There is no sshd whose settings the agent may read."))
    return _names(host.part("sshd")["weak"], _("Weak: %(names)s."))


def _accounts(host: Host, _ask: Ask, _at: datetime) -> Observation:
    seen = host.part("accounts")
    bare = seen["without_password"]
    if bare is None and not seen["roots"]:
        return unknown(_("The agent may not read which accounts have no password."))
    open_sudoers = ["sudoers"] if (host.document.get("sudoers") or {}).get("open") else []
    return _names([*seen["roots"], *(bare or []), *open_sudoers], _("Dangerous: %(names)s."))


def _ports(host: Host, ask: Ask, _at: datetime) -> Observation:
    allowed = {int(one) for one in ask.names("ports") if one.isdigit()}
    extra = [one["port"] for one in host.part("ports") if not one["local"] and one["port"] not in allowed]
    rules = (host.document.get("firewall") or {}).get("rules")
    if ask.flag("firewall", default=False) and not rules:
        if rules is None:
            return unknown(_("The agent may not see the firewall."))
        return failed(_("The firewall has no rules."))
    return _names(sorted(extra), _("Open and not expected: %(names)s."))


def _logging(host: Host, _ask: Ask, _at: datetime) -> Observation:
    seen = host.part("logging")
    missing = [*seen["missing"], *(["deleted logs in use"] if seen["deleted_in_use"] else [])]
    return _names(missing, _("Missing: %(names)s."))


def _updates(host: Host, _ask: Ask, _at: datetime) -> Observation:
    seen = host.part("updates")
    if seen["security"] is None:
        return unknown(_("The agent cannot ask this host for updates."))
    waiting = int(seen["security"]) + (0 if seen["kernel_is_newest"] else 1)
    return measured(waiting, security=int(seen["security"]), kernel_is_newest=bool(seen["kernel_is_newest"]))


def _units(host: Host, ask: Ask, _at: datetime) -> Observation:
    states = host.part("units")
    wanted = ask.names("units") or tuple(states)
    unseen = [one for one in wanted if one not in states]
    if unseen or not wanted:
        return unknown(_("The agent does not look at %(names)s."), names=", ".join(unseen) or "-")
    return _names(
        [f"{one} {states[one]}" for one in wanted if states[one] != "active"], _("Not active: %(names)s.")
    )


def _processes(host: Host, ask: Ask, _at: datetime) -> Observation:
    count = host.part("processes").get(ask.text("name"))
    if count is None:
        return unknown(_("The agent does not look at %(names)s."), names=ask.text("name"))
    return measured(int(count))


def _listens(host: Host, ask: Ask, _at: datetime) -> Observation:
    port = int(ask.number("port"))
    if any(one["port"] == port for one in host.part("ports")):
        return measured(1, port=port)
    return failed(_("Nothing listens on port %(port)s."), port=port)


def _log(host: Host, ask: Ask, at: datetime) -> Observation:
    seen = host.part("logs").get(ask.text("log"))
    if seen is None:
        return unknown(_("The agent does not look at %(names)s."), names=ask.text("log"))
    if "trouble" in seen:
        return failed(_("The file cannot be read: %(why)s."), why=str(seen["trouble"]))
    found = rate(float(seen["hits"]), ask, at)
    if found.value is None:
        return found
    return measured(found.value * 60, unit="/min", counter=float(seen["hits"]), last=str(seen["last"]))


def _backup(host: Host, ask: Ask, at: datetime) -> Observation:
    seen = host.part("backups").get(ask.text("backup"))
    if seen is None:
        return unknown(_("The agent does not look at %(names)s."), names=ask.text("backup"))
    if "trouble" in seen or not seen["file"]:
        return failed(_("There is no backup in %(path)s."), path=str(seen.get("trouble") or ask.text("backup")))
    age = at.timestamp() - float(seen["made_at"])
    return _whole(seen, age) if ask.check == "B-03" else _fresh(seen, age, least=ask.number("least_bytes", 1))


def _whole(seen: Mapping[str, Any], age: float) -> Observation:
    file = str(seen["file"])
    if seen["whole"] is None:
        return unknown(_("%(file)s has no checksum beside it."), file=file)
    if not seen["whole"]:
        return failed(_("%(file)s is not what its checksum says."), file=file)
    return measured(age / DAY, unit="days", file=file)


def _fresh(seen: Mapping[str, Any], age: float, *, least: float) -> Observation:
    file, size = str(seen["file"]), int(seen["bytes"])
    if size < least:
        return failed(_("The newest backup %(file)s is too small: %(bytes)s bytes."), file=file, bytes=size)
    return measured(age / HOUR, unit="h", words=_("The newest is %(file)s."), file=file, bytes=size)


LOOKS: Final[dict[str, Callable[[Host, Ask, datetime], Observation]]] = {
    "H-01": _busy,
    "H-02": _load,
    "H-03": _memory,
    "H-04": _swap,
    "H-05": _filled,
    "H-06": _inodes,
    "H-07": _await,
    "H-08": _trend,
    "H-09": _clock,
    "H-10": _uptime,
    "H-11": _sshd,
    "H-12": _accounts,
    "H-13": _ports,
    "H-14": _logging,
    "H-15": _updates,
    "H-16": _units,
    "H-17": _processes,
    "H-18": _listens,
    "LG-01": _log,
    "B-01": _backup,
    "B-03": _backup,
}
