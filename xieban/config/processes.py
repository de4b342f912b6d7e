"""What runs beside the pages and the background: the chat server, its gate, and who keeps it in step."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from django.conf import settings

from jishi.backup.door import Beside
from jishi.deployment.door import BEFORE_WORK, BEHIND_PEOPLE, Port, address, own
from jishi.supervisor.door import Answers, Process
from xieban.chat.actions.serving import prepare

LOOPBACK: Final = "127.0.0.1"
CHAT_SERVER: Final = """
import contextlib, warnings
with contextlib.suppress(ImportError):
    import authlib.deprecate  # lets its own warnings be shown, whatever the environment says
warnings.simplefilter("ignore")
from synapse.app.homeserver import main
main()
"""
"""What starts the chat server: as its own command does, without what its libraries say to its makers."""


def more() -> tuple[Process, ...]:
    """Return the chat server, its keeper and its gate, where they are to run here, and the door that speaks TLS."""
    return (*_chat(), *_front())


def ports() -> tuple[Port, ...]:
    """Return where these listen: the gate to whoever may come, the chat server and the TLS door on the loopback."""
    found = []
    if settings.CHAT and (not settings.CHAT_STARTED_HERE or Path(settings.CHAT_PYTHON).exists()):
        found.append(Port(host=settings.HOST, number=settings.CHAT_PORT, setting="XIEBAN_CHAT_PORT"))
        if settings.CHAT_STARTED_HERE:
            found.append(Port(host=LOOPBACK, number=settings.CHAT_INNER_PORT, setting="XIEBAN_CHAT_INNER_PORT"))
    if settings.FRONT_PORT:
        found.append(Port(host=LOOPBACK, number=settings.FRONT_PORT, setting="XIEBAN_FRONT_PORT"))
    return tuple(found)


def _front() -> tuple[Process, ...]:
    """Return the door that speaks TLS, where there is to be one."""
    return (replace(own("front", "front"), may_be_missing=True),) if settings.FRONT_PORT else ()


def _chat() -> tuple[Process, ...]:
    if not settings.CHAT:
        return ()
    keeper = own("keeper", "chat", "keep", niceness=BEFORE_WORK)  # whoever leaves must be out within seconds
    gate = own("chat-gate", "chat", "gate")
    if not settings.CHAT_STARTED_HERE:
        return (keeper, gate)
    configuration = prepare(office_here=address())
    if configuration is None:
        return ()
    command = (str(settings.CHAT_PYTHON), "-c", CHAT_SERVER, "--config-path", str(configuration))
    server = Process(
        name="chat",
        command=command,
        ready=Answers(url=f"{settings.CHAT_AT}/health"),
        # It runs from its own environment: nothing of ours is on its path.
        environment={"PYTHONPATH": "", "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore"},
        may_be_missing=True,
        # Documents go first: each step brings messages, of which one costs the server as much as the whole step.
        niceness=BEHIND_PEOPLE,
    )
    return (server, keeper, gate)


def beside() -> tuple[Beside, ...]:
    """Return what the chat server keeps: its database, its files, its name; its configuration is written anew."""
    return (
        Beside(
            name="chat",
            folder=Path(settings.CHAT_DIR),
            saved=("media", "server_name"),
            file="homeserver.db",
            url=settings.CHAT_DATABASE_URL,
        ),
    )
