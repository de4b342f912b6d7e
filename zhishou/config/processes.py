"""What the platform runs besides pages, live updates and background work."""

from dataclasses import replace

from django.conf import settings

from jishi.deployment.door import own
from jishi.supervisor.door import Process
from zhishou.config.host_agent import agent_file


def more() -> tuple[Process, ...]:
    """Return the prober; in the demonstration the agent of this machine too, which may be missing."""
    prober = own("prober", "prober")
    if not settings.DEMO:
        return (prober,)
    agent = own("agent", "agent", "run", str(agent_file()), niceness=10)
    return (prober, replace(agent, may_be_missing=True, late=True))
