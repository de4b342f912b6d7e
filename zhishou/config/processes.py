"""What the platform runs besides pages, live updates and background work."""

from dataclasses import replace

from django.conf import settings

from jishi.deployment.door import own
from jishi.supervisor.door import Process
from zhishou.config.host_agent import agent_file, say_where_to_tell
from zhishou.config.watching import addresses


def more() -> tuple[Process, ...]:
    """Return the prober; in the demonstration the agent of this machine too, which may be missing."""
    if not settings.DEMO:
        return (own("prober", "prober"),)
    # Both are started at once, and a chat server takes longest: without it each start would open a ticket about it.
    office = addresses()
    prober = own("prober", "prober", *(word for part in ("site", "chat") for word in ("--after", office[part])))
    say_where_to_tell()
    agent = own("agent", "agent", "run", str(agent_file()), niceness=10)
    return (prober, replace(agent, may_be_missing=True, late=True))
