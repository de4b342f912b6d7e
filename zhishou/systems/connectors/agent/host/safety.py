"""What an inspection asks of a host's safety: sshd, accounts, firewall, logs, updates."""

import os
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any, Final

SSHD: Final = Path("/etc/ssh/sshd_config")
WANTED: Final = {
    "permitrootlogin": ("no", "prohibit-password", "without-password"),
    "loglevel": ("verbose",),
    "x11forwarding": ("no",),
    "allowagentforwarding": ("no",),
    "allowtcpforwarding": ("no",),
}
MOST: Final = {"maxauthtries": 3, "logingracetime": 120}


def sshd(file: Path = SSHD) -> dict[str, Any] | None:
    """Return the settings of sshd that are weaker than they should be; None where there is no sshd."""
    lines = _sshd_lines(file)
    if lines is None:
        return None
    found: dict[str, str] = {}
    for line in lines:
        words = line.split("#")[0].split()
        if words and words[0].lower() == "match":
            break
        if len(words) > 1:
            found.setdefault(words[0].lower(), words[1].lower())
    defaults = {"permitrootlogin": "prohibit-password", "loglevel": "info", "x11forwarding": "no"}
    weak = [name for name, good in WANTED.items() if found.get(name, defaults.get(name, "yes")) not in good]
    for name, most in MOST.items():
        value = found.get(name, {"maxauthtries": "6", "logingracetime": "120"}[name]).rstrip("s")
        if not value.isdigit() or int(value) > most or int(value) == 0:
            weak.append(name)
    return {"weak": sorted(weak)}


def _sshd_lines(file: Path) -> list[str] | None:
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        for one in sorted((file.parent / "sshd_config.d").glob("*.conf")):
            lines = [*one.read_text(encoding="utf-8", errors="replace").splitlines(), *lines]
    except OSError:
        return None
    return lines


def accounts(passwd: Path = Path("/etc/passwd"), shadow: Path = Path("/etc/shadow")) -> dict[str, Any]:
    """Return accounts that are a danger: without password, or root under another name; whether shadow was seen."""
    rows = [line.split(":") for line in passwd.read_text(encoding="utf-8").splitlines() if line.count(":") == 6]  # noqa: PLR2004 - its form
    roots = [row[0] for row in rows if row[2] == "0" and row[0] != "root"]
    try:
        hashes = [line.split(":") for line in shadow.read_text(encoding="utf-8").splitlines() if ":" in line]
        bare: list[str] | None = [row[0] for row in hashes if row[1] == ""]
    except OSError:
        bare = None
    return {"roots": roots, "without_password": bare}


def sudoers(file: Path = Path("/etc/sudoers")) -> dict[str, Any]:
    """Return whether sudoers can be read by others."""
    try:
        return {"open": bool(file.stat().st_mode & (stat.S_IRWXO & ~stat.S_IXOTH))}
    except OSError:
        return {"open": False}


def firewall() -> dict[str, Any]:
    """Return how many rules of the firewall stand; None where we may not see them."""
    for program, words in (("nft", ["list", "ruleset"]), ("iptables", ["-S"])):
        said = _run([program, *words])
        if said is not None:
            return {"rules": sum(bool(line.strip()) for line in said.splitlines())}
    return {"rules": None}


def logging() -> dict[str, Any]:
    """Return what is missing of audit, log shipping and rotation, and files in use that were deleted."""
    names = {"auditd": "auditd", "rsyslogd": "syslog-ng", "systemd-journald": "systemd-journald"}
    running = _names()
    missing = [] if "auditd" in running else ["auditd"]
    missing += [] if running & {*names, *names.values()} - {"auditd"} else ["syslog"]
    missing += [] if shutil.which("logrotate") else ["logrotate"]
    return {"missing": missing, "deleted_in_use": _deleted()}


def _names() -> set[str]:
    found = set()
    for one in Path("/proc").iterdir():
        if one.name.isdigit():
            try:
                found.add((one / "comm").read_text(encoding="utf-8").strip())
            except OSError:
                continue
    return found


def _deleted() -> int:
    """Count open files on disks that were deleted: room that no listing shows."""
    count = 0
    for one in Path("/proc").iterdir():
        if one.name.isdigit():
            try:
                links = [str(file.readlink()) for file in (one / "fd").iterdir()]
            except OSError:
                continue
            count += sum(link.endswith(" (deleted)") and link.startswith("/var/log/") for link in links)
    return count


def updates() -> dict[str, Any]:
    """Return how many updates wait that concern security, and whether the newest kernel runs."""
    said = _run(["apt-get", "-s", "-o", "Debug::NoLocking=1", "upgrade"], seconds=60)
    pending = None
    if said is not None:
        pending = sum(line.startswith("Inst ") and "ecurity" in line for line in said.splitlines())
    kernels = (
        sorted(Path("/boot").glob("vmlinuz-*"), key=lambda one: one.stat().st_mtime)
        if Path("/boot").is_dir()
        else []
    )
    newest = kernels[-1].name.removeprefix("vmlinuz-") if kernels else ""
    return {"security": pending, "kernel_is_newest": newest in {"", os.uname().release}}


def _run(command: list[str], *, seconds: float = 10) -> str | None:
    program = shutil.which(command[0])
    if not program:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands of our own
            [program, *command[1:]], capture_output=True, text=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
