"""How a deadline came out, line by line, in words; and whether every column agrees with its events."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from jishi.calendars.door import Calendar, Duration, explain
from zhishou.contracts.rules import COMMITMENT_NAMES, LEVEL_NAMES, PAUSE_NAMES, Commitment, Level, say
from zhishou.desk.models import Clock, ClockEvent
from zhishou.desk.queries.clocks import as_history, due_of, reading_of, terms_of
from zhishou.desk.rules.changes import ENDING_NAMES, EVENT_NAMES, EVIDENCE_NAMES, STANDING_NAMES
from zhishou.desk.rules.clocks import EventKind, Reading, Standing, end_of, is_moot, next_look, read
from zhishou.desk.rules.words import EvidenceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A column of a clock that does not say what its events say."""

    clock: Clock
    field: str
    stored: str
    folded: str


def explain_clock(clock: Clock, *, at: datetime, language: str) -> list[str]:
    """Say line by line how the deadline came out and how the clock stands, in Chinese or English.

    The caller has been allowed to see the ticket.
    """
    terms, rows = (
        terms_of(clock),
        list(clock.events.select_related("evidence", "by").order_by("effective_at", "id")),
    )
    history = as_history(rows)
    reading, end = read(terms, history, at=at), end_of(history)
    calendar = terms.calendar
    told = [
        (row, is_moot(event, end=end))
        for row, event in zip(rows, history, strict=True)
        if row.kind != EventKind.START
    ]
    return [
        _promise(clock, terms.within, language),
        *(step.words(calendar, language) for step in explain(terms.within, calendar, start=reading.started_at)),
        *_tolerance(terms.tolerance, reading, calendar, language),
        *(_event(row, calendar, language, moot=moot) for row, moot in told),
        *_sums(reading, calendar, language),
    ]


def _promise(clock: Clock, within: Duration, language: str) -> str:
    name = say(COMMITMENT_NAMES[Commitment(clock.commitment)], language)
    level = say(LEVEL_NAMES[Level(clock.level)], language)
    versions = clock.policy_version.number, clock.calendar_version.number
    if language.startswith("zh"):
        promise, pinned = "承诺：{}，{}，{}；第 {} 轮", "；响应策略第 {} 版，日历第 {} 版"
    else:
        promise, pinned = "Promise: {}, {}, {}; cycle {}", "; policy version {}, calendar version {}"
    return promise.format(level, name, within.words(language), clock.cycle) + pinned.format(*versions)


def _tolerance(tolerance: timedelta, reading: Reading, calendar: Calendar, language: str) -> Iterator[str]:
    if tolerance:
        much, due = _length(tolerance, language), _wall(reading.originally_due_at, calendar)
        yield say((f"加上“立即”的容差 {much}，至 {due}", f"plus the tolerance of {much}, until {due}"), language)


def _event(row: ClockEvent, calendar: Calendar, language: str, *, moot: bool) -> str:
    words = event_name(row, language)
    if row.evidence is not None:
        name, who = say(EVIDENCE_NAMES[EvidenceKind(row.evidence.kind)], language), row.evidence.by_name
        words += say((f"（{name}，{who}）", f" ({name}, {who})"), language)
    if row.within:
        within = Duration.parse(row.within)
        words += say((f"至 {within.words('zh-hans')}", f" to {within.words('en')}"), language)
    if row.reason:
        reason = reason_words(row.reason, language)
        words += say((f"，{reason}", f", {reason}"), language)
    if row.recorded_at != row.effective_at:
        recorded = _wall(row.recorded_at, calendar)
        words += say((f"；{recorded} 登记", f"; recorded {recorded}"), language)
    if moot:
        words += say(("；此前已停止，不影响本钟", "; the clock had stopped before, this changes nothing"), language)
    return f"{_wall(row.effective_at, calendar)} {words}"


def event_name(row: ClockEvent, language: str) -> str:
    """Name what happened to a clock; not only the client can contradict that it works."""
    if row.kind == EventKind.DENY and row.reason:
        return say(("此前所报恢复不成立，继续判定", "what was said to work does not; judged on"), language)
    return say(EVENT_NAMES[EventKind(row.kind)], language)


def reason_words(reason: str, language: str) -> str:
    """Say a reason whose code comes before a colon, or one in somebody's own words."""
    names: dict[str, tuple[str, str]] = {
        **ENDING_NAMES,
        **{code.value: words for code, words in PAUSE_NAMES.items()},
    }
    code, _, more = reason.partition(": ")
    if code not in names:
        return reason
    return say(("：", ": "), language).join(one for one in (say(names[code], language), more) if one)


def _sums(reading: Reading, calendar: Calendar, language: str) -> Iterator[str]:
    promised, used, rested, left = (
        _length(one, language) for one in (reading.budget, reading.consumed, reading.paused, reading.left)
    )
    yield say(
        (
            f"共 {promised}：已用 {used}，暂停 {rested}，剩余 {left}",
            f"{promised} in all: {used} used, {rested} paused, {left} left",
        ),
        language,
    )
    original = _wall(reading.originally_due_at, calendar)
    yield say((f"原定到期 {original}", f"originally due {original}"), language) + _due(reading, calendar, language)
    standing = say(STANDING_NAMES[reading.standing], language)
    if reading.claimed_at is not None:
        claimed = _wall(reading.claimed_at, calendar)
        yield say(
            (
                f"{claimed} 起乙方报已恢复（完成），用户方尚未答复；判定停在该时刻",
                f"said to work or be done since {claimed}; the client has not answered, judged no further",
            ),
            language,
        )
    late = f" {_wall(reading.breached_at, calendar)}" if reading.breached_at else ""
    yield say((f"结论：{standing}{late}", f"Verdict: {standing}{late}"), language)


def _due(reading: Reading, calendar: Calendar, language: str) -> str:
    """Say when it is due now; a clock that ended in time is due no more."""
    if reading.due_at is not None:
        due = _wall(reading.due_at, calendar)
    elif reading.ended_at is None:
        due = say(("暂停中，恢复后确定", "open while paused"), language)
    else:
        return ""
    return say((f"；现到期 {due}", f"; now due {due}"), language)


def _length(length: timedelta, language: str) -> str:
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, " 天", " d"), (hours, " 小时", " h"), (minutes, " 分", " min"), (seconds, " 秒", " s"))
    return (
        " ".join(f"{value}{say((chinese, english), language)}" for value, chinese, english in parts if value) or "0"
    )


def _wall(at: datetime, calendar: Calendar) -> str:
    local = at.astimezone(calendar.tz)
    return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"


def differences(*, at: datetime) -> Iterator[Difference]:
    """Fold every clock anew and yield each column that differs; for the operator, over all contracts."""
    rows = Clock.objects.select_related("policy_version", "calendar_version", "ticket__engagement").order_by("id")
    for clock in rows.iterator(chunk_size=1000):
        reading = reading_of(clock, at=at)
        for field, folded in _folded(clock, reading, at=at).items():
            stored = getattr(clock, field)
            if stored != folded:
                yield Difference(clock=clock, field=field, stored=str(stored), folded=str(folded))


def _folded(clock: Clock, reading: Reading, *, at: datetime) -> dict[str, object]:
    """Return what the columns should say; what the next tick will find first is no difference yet."""
    awaited = clock.next_look_at is not None and clock.next_look_at <= at
    found: dict[str, object] = {
        "started_at": reading.started_at,
        "originally_due_at": reading.originally_due_at,
        "due_at": due_of(reading),
        "paused_since": reading.paused_since,
        "ended_at": reading.ended_at,
        "ended_by": reading.ended_by or "",
    }
    if not awaited:
        found |= {"breached_at": reading.breached_at, "standing": reading.standing.value}
        if clock.told != Standing.BREACHED:
            found["next_look_at"] = next_look(reading, at=at)
    return found
