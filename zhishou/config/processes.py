"""What the platform runs besides pages, live updates and background work."""

from jishi.deployment.door import own
from jishi.supervisor.door import Process


def more() -> tuple[Process, ...]:
    """Return the prober."""
    return (own("prober", "prober"),)
