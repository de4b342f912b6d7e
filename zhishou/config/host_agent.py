"""In the demonstration this machine tells of itself by an agent, as the office's own server would."""

from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from jishi.deployment.door import address
from zhishou.people.models import Engagement
from zhishou.systems import actions
from zhishou.systems.queries import every_system

OFFICE: Final = "xieban"
AGENT: Final = "app"


def agent_file() -> Path:
    """Return where the agent of this machine finds what to do."""
    return Path(settings.DATA_DIR) / "agent.toml"


def let_this_machine_tell(engagement: Engagement, *, at: datetime) -> None:
    """Make the key of an agent, and lay it and the agent's file beside the data."""
    system = every_system().filter(contract__engagement=engagement, code=OFFICE).first()
    if system is None:
        return
    key = actions.make_agent(system=system, name=AGENT, by=None, at=at).raw
    kept = _key_file()
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.chmod(0o600)
    kept.write_text(f"{key}\n", encoding="ascii")
    say_where_to_tell()


def say_where_to_tell() -> None:
    """Write the agent's file where it has a key: from one start to the next, port and folder may be others."""
    kept = _key_file()
    if not kept.exists():
        return
    agent_file().write_text(
        f'url = "{address()}"\nkey_file = "{kept}"\nevery = 15\nprocesses = ["xieban web"]\n', encoding="utf-8"
    )


def _key_file() -> Path:
    return Path(settings.DATA_DIR) / "keys" / "agent.key"
