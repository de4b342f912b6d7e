"""The dead-man alarm: when nothing can be delivered, say so by ways that need no delivery."""

import json
import subprocess
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import structlog
from django.conf import settings
from django.db.models import Q

from zhishou.notify.channels.outgoing import by_status, post_json
from zhishou.notify.models import Alarm
from zhishou.notify.queries.alarms import health_of_kinds, oldest_stuck_page, standing_alarms
from zhishou.notify.rules import CALL_AGAIN, Trouble, troubles

log = structlog.get_logger(__name__)

_PATIENCE_S = 10
_EXCERPT = 300
_OVER = {
    Trouble.KIND_FAILS: "nothing has failed for a day",
    Trouble.PAGE_STUCK: "every page was taken, or its person reached since",
}


def watch(*, at: datetime) -> None:
    """Raise what is wrong, clear what is over, and take the second path for what stands."""
    found = troubles(health_of_kinds(at=at), oldest_page=oldest_stuck_page(at=at), at=at)
    _raise(found, at=at)
    _clear(found, at=at)
    _show(at=at)
    for alarm in standing_alarms():
        _call(alarm, at=at)


def _raise(found: Mapping[tuple[Trouble, str], str], *, at: datetime) -> None:
    Alarm.objects.bulk_create(
        [
            Alarm(trouble=trouble, subject=subject, raised_at=at, raised_by=evidence)
            for (trouble, subject), evidence in found.items()
        ],
        ignore_conflicts=True,
    )


def _clear(found: Mapping[tuple[Trouble, str], str], *, at: datetime) -> None:
    delivered = {one.kind: one.last_delivered_at for one in health_of_kinds(at=at)}
    for alarm in standing_alarms():
        if (Trouble(alarm.trouble), alarm.subject) in found:
            continue
        last = delivered.get(alarm.subject)
        shown = f"delivered at {last.isoformat()}" if last else _OVER[Trouble(alarm.trouble)]
        Alarm.objects.filter(pk=alarm.pk, cleared_at__isnull=True).update(cleared_at=at, cleared_by=shown)
        log.info("notify.alarm_cleared", alarm=str(alarm), shown=shown)


def _show(*, at: datetime) -> None:
    """Keep a file while an alarm stands; /ready and any watcher of files see it."""
    path = Path(settings.ALARMS_DIR) / "notify.json"
    alarms = [
        {"alarm": str(one), "raised_at": one.raised_at.isoformat(), "shown_by": one.raised_by}
        for one in standing_alarms()
    ]
    if not alarms:
        path.unlink(missing_ok=True)
        return
    _write(path, {"at": at.isoformat(), "alarms": alarms})


def _write(path: Path, shown: Mapping[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(shown), encoding="utf-8")
    draft.replace(path)


def _call(alarm: Alarm, *, at: datetime) -> None:
    """Take the second path, once however many ticks look, and again while the alarm stands."""
    due = Q(called_at__isnull=True) | Q(called_at__lte=at - CALL_AGAIN)
    if not Alarm.objects.filter(due, pk=alarm.pk, cleared_at__isnull=True).update(called_at=at):
        return
    log.error("notify.alarm", alarm=str(alarm), shown=alarm.raised_by)
    words = {"alarm": str(alarm), "raised_at": alarm.raised_at.isoformat(), "shown_by": alarm.raised_by}
    answers = [_run(settings.EMERGENCY_COMMAND, words), _post(settings.EMERGENCY_WEBHOOK, words)]
    Alarm.objects.filter(pk=alarm.pk).update(call_answer="; ".join(filter(None, answers))[:_EXCERPT])


def _run(command: str, words: Mapping[str, str]) -> str:
    if not command:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own program; the words go in as JSON, by standard input
            [command], input=json.dumps(words), text=True, capture_output=True, timeout=_PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"command: {type(error).__name__}"
    return f"command: exit {done.returncode}"


def _post(url: str, words: Mapping[str, str]) -> str:
    if not url:
        return ""
    receipt = by_status(post_json(url, dict(words)))
    return f"webhook: {receipt.outcome} {receipt.answer}"


def sound(*, name: str, words: Mapping[str, str], call: bool) -> str:
    """Say by the second path that something is wrong, without the database; return what was answered.

    For whoever finds that the background itself is silent. The file stays until `hush`; `call` calls people.
    """
    _write(Path(settings.ALARMS_DIR) / f"{name}.json", words)
    log.error("notify.alarm", **words)
    if not call:
        return ""
    answers = [_run(settings.EMERGENCY_COMMAND, words), _post(settings.EMERGENCY_WEBHOOK, words)]
    return "; ".join(filter(None, answers))[:_EXCERPT]


def hush(*, name: str) -> bool:
    """Say that it is over; return whether there was anything."""
    path = Path(settings.ALARMS_DIR) / f"{name}.json"
    was_there = path.exists()
    path.unlink(missing_ok=True)
    return was_there
