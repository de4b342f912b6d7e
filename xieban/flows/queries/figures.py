"""How the flows of this deployment do, in figures; for whoever watches, where nobody is looking."""

from collections.abc import Mapping
from datetime import datetime

from xieban.flows.models import Candidate, Instance, Timer, Token, Version
from xieban.flows.rules.news import MOST_TRIES
from xieban.flows.rules.stuck import TIMER_WITHIN
from xieban.flows.rules.words import Status, TimerState, TokenState, VersionState


def figures(*, at: datetime) -> Mapping[str, float]:
    """Count what is open and what does not go on; each by an index of what is open."""
    late = Timer.objects.filter(state=TimerState.RUNNING.value, due_at__lt=at - TIMER_WITHIN)
    failed = Token.objects.filter(state=TokenState.RESTING.value, attempts__gte=MOST_TRIES)
    return {
        "published": Version.objects.filter(state=VersionState.PUBLISHED.value).count(),
        "running": Instance.objects.filter(status=Status.RUNNING.value).count(),
        "open_work": Candidate.objects.filter(is_open=True).count(),
        "timers_late": late.count(),
        "services_failed": failed.count(),
    }
