"""The demonstration's office is the one on this machine: how it is reached, and an agent that tells of the host."""

from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from jishi.deployment.door import address
from zhishou.people.models import Engagement
from zhishou.systems import actions
from zhishou.systems.queries import connectors_of, every_system

OFFICE: Final = "xieban"
AGENT: Final = "app"
# The office's own demonstration; its account looks at what any colleague may see.
ACCOUNT: Final = {"user": "yangbo", "password": "xieban-demo"}


def agent_file() -> Path:
    """Return where the agent of this machine finds what to do."""
    return Path(settings.DATA_DIR) / "agent.toml"


def reach(engagement: Engagement, *, at: datetime) -> None:
    """Say where the office lies, by whose account it is looked at, and let this machine tell of itself."""
    system = every_system().filter(contract__engagement=engagement, code=OFFICE).first()
    if system is None:
        return
    connectors = {one.code: one for one in connectors_of(system)}
    place = Path(settings.DATA_DIR).parent / OFFICE / f"{OFFICE}.sqlite3"
    actions.set_address(connector=connectors["database"], address=str(place), by=None, at=at)
    for name, secret in ACCOUNT.items():
        actions.set_secret(connector=connectors["office"], name=name, secret=secret, by=None, at=at)
    key = actions.make_agent(system=system, name=AGENT, by=None, at=at).raw
    kept = Path(settings.DATA_DIR) / "keys" / "agent.key"
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.chmod(0o600)
    kept.write_text(f"{key}\n", encoding="ascii")
    agent_file().write_text(
        f'url = "{address()}"\nkey_file = "{kept}"\nevery = 15\nprocesses = ["granian"]\n', encoding="utf-8"
    )
