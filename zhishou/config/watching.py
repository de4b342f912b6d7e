"""The office beside us is watched in the demonstration: its profile is loaded, and how it is reached is set."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from zhishou.contracts.models import Contract
from zhishou.people.models import Person
from zhishou.systems import actions as systems
from zhishou.systems.models import ManagedSystem
from zhishou.systems.queries import connectors_of, every_system
from zhishou.watch.actions import open_status_page, tell_users
from zhishou.watch.rules.notes import Stage

PROFILE: Final = "xieban.toml"
HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})
LOOKS_AS: Final = {
    frozenset({"user", "password"}): {"user": "xiaoqiang", "password": "xieban-demo"},
    frozenset({"token"}): {"token": "xbp_0demo0echo_xieban-demo"},
}
"""Somebody of the office's demonstration who may do nothing special, and its key for an outside watch."""


def watch_the_office(*, contract: Contract, by: Person, at: datetime) -> ManagedSystem | None:
    """Load the profile of the office beside us; where this is no checkout, nothing is watched."""
    path = Path(settings.BASE_DIR) / "profiles" / PROFILE
    if not path.exists():
        return None
    text = path.read_text(encoding="utf-8")
    system = systems.load_profile(text=text, contract=contract, by=None, at=at).system
    for connector in connectors_of(system):
        address = addresses().get(connector.code)
        if address:
            systems.set_address(connector=connector, address=address, by=None, at=at)
        for name, secret in LOOKS_AS.get(frozenset(connector.secret_names), {}).items():
            systems.set_secret(connector=connector, name=name, secret=secret, by=None, at=at)
    open_status_page(system=system, is_public=True, by=None, at=at)
    words = "本页面显示协同办公系统的运行状态，由值守平台全天候监测；遇到问题请致电服务台。"
    tell_users(system=system, stage=Stage.NOTICE, words=words, by=by, at=at)
    return system


def find_the_office(*, at: datetime) -> None:
    """Look for the office beside us where it is now: it was started at other ports of this machine."""
    for system in every_system().filter(code=Path(PROFILE).stem):
        for connector in connectors_of(system):
            address = addresses().get(connector.code)
            if address and address != connector.target and _is_here(connector.target):
                systems.set_address(connector=connector, address=address, by=None, at=at)


def _is_here(target: str) -> bool:
    """Whether something is reached at a port of this machine; a folder is not."""
    return urlsplit(target if "//" in target else f"//{target}").hostname in HERE


def addresses() -> Mapping[str, str]:
    """Return where the parts of the office are reached on this machine."""
    url, folder = settings.DEMO_OFFICE_URL.rstrip("/"), Path(settings.DEMO_OFFICE_DIR)
    parts = urlsplit(url)
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    chat = f"http://{host}:{port + 2}"
    return {
        "site": url,
        "office": url,
        "live": f"http://{host}:{port + 1}",
        "database": str(folder / "xieban.sqlite3"),
        "chat": chat,
        "chat-echo": chat,
        "certificate": f"{host}:{port + 4}",
        "backups": str(folder / "backups"),
    }
