"""A contract as ready rows for templates, in the language of the page."""

import calendar as months
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jishi.calendars.door import Calendar, DayKind
from jishi.refusals.door import listed
from zhishou.contracts.rules import (
    COMMITMENT_NAMES,
    HOURS_NAMES,
    LEVEL_NAMES,
    MATRIX,
    MODE_NAMES,
    PAUSE_NAMES,
    SERVICE_NAMES,
    START_NAMES,
    Commitment,
    Level,
    StartEvent,
    say,
)
from zhishou.contracts.rules.policy import Policy, Target
from zhishou.people.models import ROLE_NAMES
from zhishou.people.rules import Role, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One commitment in words."""

    label: str
    within: str
    star: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRow:
    """One level with its four cells."""

    number: int
    name: str
    characteristic: str
    words: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A code, its name, and what else is said of it."""

    code: str
    name: str
    text: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRow:
    """One level's ladder: the steps in words."""

    name: str
    rounds: int
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One date of the month view."""

    on: date
    windows: tuple[str, ...]
    kind: str
    name: str
    in_month: bool
    is_today: bool


def matrix(policy: Policy, language: str) -> tuple[LevelRow, ...]:
    """Return the 3x4 matrix."""
    return tuple(
        LevelRow(
            number=level.value,
            name=say(LEVEL_NAMES[level], language),
            characteristic=policy.levels[level].characteristic,
            words=policy.levels[level].words,
            cells=tuple(_cell(policy.target(level, one), language) for one in MATRIX),
        )
        for level in Level
    )


def caps(policy: Policy, language: str) -> tuple[Named, ...]:
    """Return the two caps in the contract's own words."""
    terms = {Commitment.RESPONSE_CAP: policy.pack.caps.response, Commitment.REPAIR_CAP: policy.pack.caps.repair}
    return tuple(
        Named(
            code=one.value,
            name=say(COMMITMENT_NAMES[one], language),
            text=cap.terms,
            hint=cap.within.words(language),
        )
        for one, cap in terms.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How long the client's answer to “it works again” is waited for, in words."""

    within: str
    reminders: str


def answer(policy: Policy, language: str) -> Answer:
    """Return how the client's answer is waited for."""
    agreed = policy.pack.confirmation
    return Answer(
        within=agreed.within.words(language),
        reminders=listed(one.words(language) for one in agreed.remind_after),
    )


def services(policy: Policy, language: str) -> tuple[Named, ...]:
    """Return the catalogue; the general name stands beside the contract's own where they differ."""
    return tuple(
        Named(code=code.value, name=name, hint=say(SERVICE_NAMES[code], language))
        for code, name in policy.services.items()
    )


def modes(policy: Policy, language: str) -> tuple[Named, ...]:
    """Return the ways of serving."""
    return tuple(
        Named(
            code=mode.value,
            name=terms.name if language.startswith("zh") else say(MODE_NAMES[mode], language),
            text=terms.terms,
            hint=say(HOURS_NAMES[terms.hours], language),
        )
        for mode, terms in policy.modes.items()
    )


def tier_name(tier: Tier) -> str:
    """Return a tier's name; it is staffed by the role of the same name."""
    return str(ROLE_NAMES[Role(tier.value)])


def ladders(policy: Policy, language: str) -> tuple[LadderRow, ...]:
    """Return the three ladders."""
    return tuple(
        LadderRow(
            name=say(LEVEL_NAMES[level], language),
            rounds=ladder.rounds,
            steps=tuple(
                (" + ".join(map(tier_name, step.tiers)), _minutes(step.wait, language)) for step in ladder.steps
            ),
        )
        for level, ladder in policy.ladders.items()
    )


def month(calendar: Calendar, *, first: date, today: date, language: str) -> tuple[tuple[DayCell, ...], ...]:
    """Return the weeks of a month, Monday first."""
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    return tuple(
        tuple(_day(calendar, day, month=first.month, today=today, language=language) for day in week)
        for week in weeks
    )


def _day(calendar: Calendar, day: date, *, month: int, today: date, language: str) -> DayCell:
    special = calendar.by_date.get(day)
    name = ""
    if special is not None:
        name = special.name if language.startswith("zh") else special.name_en
    windows = calendar.windows_on(day)
    return DayCell(
        on=day,
        windows=tuple(str(window) for window in windows),
        kind=special.kind.value if special else "working" if windows else "rest",
        name=name,
        in_month=day.month == month,
        is_today=day == today,
    )


def own_days(calendar: Calendar, *, since: date) -> tuple[DayCell, ...]:
    """Return the dates with hours of their own from a date on."""
    return tuple(
        _day(calendar, day.on, month=day.on.month, today=since, language="zh")
        for day in calendar.special_days
        if day.kind is DayKind.OVERRIDE and day.on >= since
    )


def _cell(target: Target, language: str) -> Cell:
    chinese = language.startswith("zh")
    notes = []
    if target.tolerance:
        seconds = int(target.tolerance.total_seconds())
        notes.append(f"{seconds} 秒内视为立即" if chinese else f"within {seconds} s counts as at once")
    if target.starts is not StartEvent.RECEIPT:
        notes.append(say(START_NAMES[target.starts], language))
    if target.pauses:
        reasons = [say(PAUSE_NAMES[one], language) for one in PAUSE_NAMES if one in target.pauses]
        notes.append(f"可暂停：{'、'.join(reasons)}" if chinese else f"may pause: {', '.join(reasons)}")
    if target.warn_before:
        before = [_minutes(one, language) for one in sorted(target.warn_before, reverse=True)]
        notes.append(f"提前预警：{'、'.join(before)}" if chinese else f"warns before: {', '.join(before)}")
    return Cell(
        label=say(COMMITMENT_NAMES[target.commitment], language),
        within=target.within.words(language),
        star=target.extendable,
        notes=tuple(notes),
    )


def _minutes(length: timedelta, language: str) -> str:
    minutes = int(length.total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    chinese = language.startswith("zh")
    parts = ((days, " 天", " d"), (hours, " 小时", " h"), (minutes, " 分钟", " min"))
    return " ".join(f"{count}{zh if chinese else en}" for count, zh, en in parts if count)


def weekday_names(language: str) -> tuple[str, ...]:
    """Return the short names of the weekdays, Monday first."""
    return (
        tuple("一二三四五六日") if language.startswith("zh") else ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    )


def read_month(text: str, *, today: date) -> date:
    """Return the first of the month that an address names, or of today's."""
    try:
        asked = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        asked = today
    return date(min(max(asked.year, 2000), 2200), asked.month, 1)
