"""Pure decisions about delivery: how urgent, when, by what, and when to stop trying."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo


class Urgency(StrEnum):
    """How much a message may disturb."""

    ROUTINE = "routine"  # waits for the digest and for quiet hours to end
    PROMPT = "prompt"  # at once, but not in quiet hours
    PAGE = "page"  # at once, whatever the hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a person is to be told; the words are filled into the templates of its kind."""

    kind: str  # "duty.page" is written by templates/duty/notices/page.txt
    words: Mapping[str, str | int] = field(default_factory=dict)
    urgency: Urgency = Urgency.PROMPT
    link: str = ""  # a path of ours, e.g. /duty/pages/…/
    dedup_key: str = ""  # the same key is told to a person once; empty: always told
    engagement_code: str = ""


class State(StrEnum):
    """How a delivery stands; WAITING is the only one that can change."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
    SUPERSEDED = "superseded"  # another channel was first, or the channel is gone


class Outcome(StrEnum):
    """What came of one attempt."""

    DELIVERED = "delivered"
    TEMPORARY = "temporary"  # worth another try
    PERMANENT = "permanent"  # will never work as it is


_S, _M, _H = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours"))
BACK_OFF: Final = {
    Urgency.PAGE: (5 * _S, 10 * _S, 20 * _S, 30 * _S, _M, _M, 2 * _M, 2 * _M, 5 * _M, 5 * _M, 10 * _M),
    Urgency.PROMPT: (30 * _S, 2 * _M, 10 * _M, 30 * _M, 2 * _H),
    Urgency.ROUTINE: (_M, 10 * _M, _H, 6 * _H),
}
LONGEST_WAIT: Final = _H  # a server that asks for more patience gets no more than this


def next_try(urgency: Urgency, *, tries: int, asked: timedelta | None = None) -> timedelta | None:
    """Return how long to wait after the `tries`-th failure; None: give up. A server may ask for longer."""
    waits = BACK_OFF[urgency]
    if tries > len(waits):
        return None
    return max(waits[tries - 1], min(asked or timedelta(), LONGEST_WAIT))


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """The hours of a person's day, by their own clock, in which only pages may disturb."""

    begins: time
    ends: time
    zone: ZoneInfo

    def holds(self, at: datetime) -> bool:
        """Say whether it is quiet; the end itself is not, and equal ends mean never."""
        clock = at.astimezone(self.zone).time()
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends

    def over_at(self, at: datetime) -> datetime:
        """Return the first moment from `at` on that is not quiet, to the second of the wall clock."""
        if not self.holds(at):
            return at
        here = at.astimezone(self.zone)
        day = here.date()
        if self.begins > self.ends and here.time() >= self.begins:
            day += timedelta(days=1)
        end = datetime.combine(day, self.ends, tzinfo=self.zone).astimezone(UTC)
        # The clock may jump over the end (spring) or show it twice (autumn).
        while end - _M > at and not self.holds(end - _M):
            end -= _M
        while end <= at or self.holds(end):
            end += _M
        return end


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A notice that has not left the house yet."""

    key: int
    urgency: Urgency
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """What leaves for one person now, in which pieces, and when to look at the rest again."""

    singles: tuple[int, ...] = ()
    digest: tuple[int, ...] = ()
    held: tuple[int, ...] = ()
    look_again_at: datetime | None = None


WINDOW: Final = 10 * _M
SINGLES_A_WINDOW: Final = 3  # as many may come one by one; a storm comes as one digest a window
ROUTINE_WAITS: Final = 30 * _M


def departure(
    waiting: Sequence[Waiting],
    *,
    recent: Sequence[datetime],
    last_digest: datetime | None,
    quiet: QuietHours | None,
    at: datetime,
) -> Departure:
    """Decide for one person; `recent` are the moments in which singles other than pages left for them lately."""
    pages = tuple(one.key for one in waiting if one.urgency is Urgency.PAGE)
    others = [one for one in waiting if one.urgency is not Urgency.PAGE]
    keys = tuple(one.key for one in others)
    silent_until = _silent_until(quiet, last_digest, at=at)
    if not others or silent_until is not None:
        return Departure(singles=pages, held=keys, look_again_at=silent_until if others else None)
    prompt = tuple(one.key for one in others if one.urgency is Urgency.PROMPT)
    routine_due = min((one.told_at for one in others if one.urgency is Urgency.ROUTINE), default=at) + ROUTINE_WAITS
    if routine_due <= at:
        return Departure(singles=pages, digest=keys)
    if not prompt:
        return Departure(singles=pages, held=keys, look_again_at=routine_due)
    lately = sum(at - WINDOW < moment <= at for moment in recent)
    if lately + len(prompt) > SINGLES_A_WINDOW:
        return Departure(singles=pages, digest=keys)
    held = tuple(key for key in keys if key not in prompt)
    return Departure(singles=pages + prompt, held=held, look_again_at=routine_due if held else None)


def _silent_until(quiet: QuietHours | None, last_digest: datetime | None, *, at: datetime) -> datetime | None:
    """Return until when nothing but pages leaves: quiet hours, or a storm that just had its digest."""
    if quiet is not None and quiet.holds(at):
        return quiet.over_at(at)
    if last_digest is not None and at < last_digest + WINDOW:
        return last_digest + WINDOW
    return None


def may_be_muted(urgency: Urgency) -> bool:
    """Say whether a person may keep such messages in the inbox only: what is routine, and nothing else."""
    return urgency is Urgency.ROUTINE


def template_of(kind: str) -> str:
    """Return where the words of a kind are written: subject on the first line, the rest below."""
    area, _, name = kind.partition(".")
    return f"{area}/notices/{name}.txt"


def without_secrets(text: str, details: Mapping[str, str]) -> str:
    """Take out of an answer whatever the channel keeps secret, should the other side repeat it."""
    for value in sorted(details.values(), key=len, reverse=True):
        if len(value) >= _SHORTEST_SECRET:
            text = text.replace(value, "••••")
    return text


_SHORTEST_SECRET: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one person is to read, in their language, as plain words; each channel escapes for its own markup."""

    key: str  # the same however often it is sent: where a channel can, the other side drops the second
    subject: str
    body: str
    link: str  # absolute, or empty
    kinds: tuple[str, ...]
    urgency: Urgency
    language: str
    made_at: datetime
    engagement_codes: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        """Subject, body and link as one plain text."""
        return "\n\n".join(part for part in (self.subject, self.body, self.link) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the other side said."""

    outcome: Outcome
    answer: str = ""
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """One mail of an area's own, as it is to leave; sent again after a crash, it bears the same id."""

    sender: str
    to: str
    subject: str
    body: str
    message_id: str
    headers: Mapping[str, str]


class Trouble(StrEnum):
    """Why nothing can be delivered."""

    KIND_FAILS = "kind_fails"  # every attempt by one kind of channel, for a while
    PAGE_STUCK = "page_stuck"  # a page that no channel has taken


KIND_FAILS_FOR: Final = 15 * _M
PAGE_STUCK_FOR: Final = 5 * _M
CALL_AGAIN: Final = 15 * _M
LOOK_BACK: Final = 24 * _H


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How one kind of channel fared lately."""

    kind: str
    last_delivered_at: datetime | None
    failing_since: datetime | None  # the first failure after the last delivery


def troubles(
    kinds: Sequence[Health], *, oldest_page: datetime | None, at: datetime
) -> dict[tuple[Trouble, str], str]:
    """Return what is wrong, each with what shows it."""
    found = {
        (Trouble.KIND_FAILS, one.kind): f"every attempt since {one.failing_since.isoformat()} failed"
        for one in kinds
        if one.failing_since is not None and at - one.failing_since >= KIND_FAILS_FOR
    }
    if oldest_page is not None and at - oldest_page >= PAGE_STUCK_FOR:
        found[Trouble.PAGE_STUCK, ""] = f"a page made at {oldest_page.isoformat()} was taken by no channel"
    return found
