"""What the platform runs besides pages, live updates and background work."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_noop

from jishi.deployment.door import own
from jishi.supervisor.door import CannotGoOn, Process
from zhishou.config.host_agent import agent_file, say_where_to_tell
from zhishou.config.watching import addresses
from zhishou.notify.channels.sms.gateway import WrongGateway, check


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


def refuse_wrong_gateway(*, at: datetime) -> None:
    """Refuse a gateway's file by which no text message could be sent: at night, at the first page, is too late."""
    if not settings.SMS_GATEWAY:
        return
    try:
        check(Path(settings.SMS_GATEWAY), at=at)
    except WrongGateway as wrong:
        raise CannotGoOn(
            gettext_noop(
                "No text message could be sent by the gateway’s file (%(why)s): "
                "correct it, or leave %(setting)s empty."
            ),
            why=wrong,
            setting="ZHISHOU_SMS_GATEWAY",
        ) from wrong
