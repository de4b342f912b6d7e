"""What is not heard of for too long is unknown; and where no prober works, that itself is told."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from jishi.outbox.door import publish_all
from zhishou.people.queries import every_engagement
from zhishou.systems.queries.watched import active_probes
from zhishou.watch.actions.alerting import Changed, follow_signals, tell_held
from zhishou.watch.events import ProbersBack, ProbersSilent
from zhishou.watch.models import BlindSpell, ProbeState, Signal
from zhishou.watch.queries.alerts import probers_work
from zhishou.watch.queries.plans import plans
from zhishou.watch.rules.folding import State, go_blind
from zhishou.watch.rules.words import Verdict

AT_ONCE: Final = 1000
UNSEEN: Final = timedelta(seconds=20)
"""After how long without any prober the watch is silent; one that is restarted is back by then."""


def look_for_silence(*, at: datetime) -> None:
    """Tell when no prober works, say of each probe when nothing came, and look again at what waits."""
    watch_probers(at=at)
    mark_stale(at=at)
    tell_held(at=at)


@transaction.atomic
def watch_probers(*, at: datetime) -> None:
    """Open a spell of blindness where nobody probes, and end it where somebody does again."""
    spell = BlindSpell.objects.select_for_update().filter(is_open=True).first()
    work = probers_work(at=at)
    if spell is not None and work:
        BlindSpell.objects.filter(pk=spell.pk).update(ended_at=at, is_open=False)
        if spell.told_at is not None:
            _tell(ProbersBack, since=spell.began_at, until=at, at=at)
        return
    if work or not active_probes().exists():
        return
    if spell is None:
        last = ProbeState.objects.aggregate(last=Max("last_at"))["last"]
        began = min(last, at) if last else at
        # The unique constraint lets one tick in.
        BlindSpell.objects.bulk_create([BlindSpell(began_at=began, found_at=at)], ignore_conflicts=True)
    elif spell.told_at is None and at - spell.found_at >= UNSEEN:
        BlindSpell.objects.filter(pk=spell.pk).update(told_at=at)
        _tell(ProbersSilent, since=spell.began_at, at=at)


def _tell(kind: type[ProbersSilent | ProbersBack], *, at: datetime, **when: datetime) -> None:
    watched = active_probes().values("system__contract__engagement_id")
    codes = every_engagement().filter(pk__in=watched).values_list("code", flat=True)
    publish_all([kind(engagement_code=code, **when) for code in codes], at=at)


@transaction.atomic
def mark_stale(*, at: datetime) -> int:
    """Say of every probe whose time is over that nothing is known; return of how many."""
    rows = ProbeState.objects.select_for_update(of=("self",)).filter(stale_at__lte=at, probe__active=True)
    found = {one.pk: one for one in rows.exclude(standing=Verdict.UNKNOWN).order_by("stale_at")[:AT_ONCE]}
    known, changed = plans(list(found)), []
    for key, row in found.items():
        before = State(
            standing=Verdict(row.standing),
            since=row.since,
            tail=row.tail,
            relapses=row.relapses,
            healed_at=row.healed_at,
        )
        after, turn = go_blind(before, at=at)
        ProbeState.objects.filter(pk=key).update(standing=after.standing, since=after.since, tail=after.tail)
        if turn is not None and key in known:
            signal = Signal(
                probe_id=key, before=turn.before, after=turn.after, at=turn.at, told_at=at, words=NOTHING_CAME
            )
            changed.append(Changed(plan=known[key], signal=signal))
    if changed:
        follow_signals(changed, at=at)
    return len(found)


NOTHING_CAME: Final = gettext_noop("No result came.")
