"""A contract pack as it is written: every table and key, with what is expected of each.

The same declaration reads the TOML, freezes it as the JSON document of a policy version, reads that document
back, and yields `wire/contract-pack.schema.json`.
"""

from typing import Annotated, Literal

from pydantic import Field

from jishi.calendars.door import Duration
from jishi.sentences.door import gettext_noop as _
from zhishou.contracts.rules.pack_types import (
    CreditCode,
    Day,
    DaysAhead,
    DayWindow,
    Fen,
    Key,
    Name,
    Part,
    Slug,
    Span,
    Text,
)
from zhishou.contracts.rules.words import (
    Fulfilment,
    PauseReason,
    ServiceCode,
    ServiceHours,
    ServiceMode,
    StartEvent,
)
from zhishou.people.rules import Tier

PauseReasons = list[Annotated[PauseReason, Field(strict=False)]]
Tiers = list[Annotated[Tier, Field(strict=False)]]


class Party(Part):
    """One of the two parties."""

    code: Slug = Field(description=_("small letters, digits and dashes: the party's code in this deployment"))
    name: Name = Field(description=_("the registered name"))
    short_name: Annotated[str, Field(max_length=40)] = Field(default="", description=_("the name used on screens"))
    credit_code: CreditCode = Field(description=_("the unified social credit code, 18 characters"))


class Term(Part):
    """From the first day to the last, both included."""

    starts: Day = Field(description=_("the first day, such as 2023-01-01"))
    ends: Day = Field(description=_("the last day, included, such as 2023-12-31"))


class Fee(Part):
    """What the client pays at most."""

    amount_fen: Fen = Field(description=_("the fee of the whole term in fen (1 yuan is 100 fen)"))
    currency: Literal["CNY"] = Field(description=_("the currency: CNY"))


class Payment(Part):
    """One payment of the fee."""

    name: Name = Field(description=_("what this payment is called"))
    amount_fen: Fen = Field(description=_("the amount in fen"))
    before: Day = Field(description=_("the day before which it is paid, itself too late"))


class Mode(Part):
    """One way of serving."""

    name: Name = Field(description=_("the name of this way of serving"))
    hours: Annotated[ServiceHours, Field(strict=False)] = Field(
        description=_("7x24, weekly, irregular or on_demand")
    )
    terms: Text = Field(description=_("what is promised, in words"))


class Target(Part):
    """One cell of the matrix: how soon, counted from what, warned when, resting why."""

    within: Span = Field(description=_("how soon, such as “at once”, “10 min” or “half a day”"))
    starts: Annotated[StartEvent, Field(strict=False)] = Field(
        default=StartEvent.RECEIPT, description=_("receipt or decision_to_go")
    )
    warn_before: list[Span] = Field(default_factory=list, description=_("how long before the end to warn"))
    pauses: PauseReasons = Field(default_factory=list, description=_("the reasons for which the clock may rest"))
    extendable: bool = Field(
        default=False, description=_("true where a longer time can be agreed, as section [extension] says")
    )


class LevelTerms(Part):
    """One level: how it is recognised, and its four commitments."""

    name: Name = Field(description=_("the level's name, such as 致命"))
    characteristic: Text = Field(description=_("how a fault of this level shows itself"))
    words: list[Name] = Field(
        min_length=1, description=_("words by which a report of this level can be recognised")
    )
    phone: Target = Field(description=_("the table of the phone commitment"))
    remote: Target = Field(description=_("the table of the remote commitment"))
    onsite: Target = Field(description=_("the table of the on-site commitment"))
    recovery: Target = Field(description=_("the table of the recovery commitment"))


class Levels(Part):
    """The three levels."""

    fatal: LevelTerms = Field(alias="1", description=_("the table of level 1"))
    severe: LevelTerms = Field(alias="2", description=_("the table of level 2"))
    ordinary: LevelTerms = Field(alias="3", description=_("the table of level 3"))


class Cap(Part):
    """A limit that stands over every level."""

    within: Span = Field(description=_("the longest time allowed, such as “4 hours”"))
    met_by: list[Annotated[Fulfilment, Field(strict=False)]] = Field(
        min_length=1, description=_("what meets the cap; any one of the list does")
    )
    warn_before: list[Span] = Field(default_factory=list, description=_("how long before the end to warn"))
    terms: Text = Field(description=_("the cap in the contract's own words"))


class Caps(Part):
    """The two caps."""

    response: Cap = Field(description=_("the table of the response cap"))
    repair: Cap = Field(description=_("the table of the repair cap"))


class AtOnce(Part):
    """How “at once” is judged."""

    tolerance: Span = Field(description=_("how long after the start still counts as at once, such as “1 min”"))


class Extension(Part):
    """What a longer time for an extendable cell needs."""

    needs_reason: Literal[True] = Field(description=_("true: a longer time needs a recorded reason"))
    needs_client_agreement: Literal[True] = Field(description=_("true: a longer time needs the client's agreement"))


def _three_days() -> Duration:
    return Duration.parse("3 days")


def _each_day() -> list[Duration]:
    return [Duration.parse("1 day"), Duration.parse("2 days")]


class Confirmation(Part):
    """How long the client is waited for when he has been asked whether it works again."""

    within: Span = Field(
        default_factory=_three_days,
        description=_("after this long without an answer a manager may close: “3 days”"),
    )
    remind_after: list[Span] = Field(
        default_factory=_each_day, description=_("how long after the question to ask again, such as “1 day”")
    )


class Entitlement(Part):
    """Something the client may ask for a limited number of times in the term."""

    key: Key = Field(description=_("a short name in small letters, unique in the pack"))
    name: Name = Field(description=_("what it is called"))
    unit: Name = Field(description=_("what is counted, such as 次"))
    quantity: Annotated[int, Field(ge=0, le=100_000)] = Field(description=_("how many in the term"))
    per: Literal["term"] = Field(description=_("term: the whole term"))
    mode: Annotated[ServiceMode, Field(strict=False)] = Field(
        description=_("the way of serving it belongs to, M1 to M6")
    )
    service: Annotated[ServiceCode, Field(strict=False)] = Field(description=_("the service code it belongs to"))
    warn_at: list[Annotated[int, Field(ge=0)]] = Field(
        default_factory=list, description=_("how many are left when the parties are told")
    )


class Inspection(Part):
    """The rhythm of regular inspections."""

    every: Literal["week"] = Field(description=_("week: Monday to Sunday"))
    ahead_days: list[DaysAhead] = Field(
        description=_("how many days before the week ends to remind of a missing one")
    )


class Milestones(Part):
    """How many days ahead each sort of milestone is announced."""

    payment_ahead_days: list[DaysAhead] = Field(min_length=1, description=_("days before a payment is due"))
    term_ahead_days: list[DaysAhead] = Field(min_length=1, description=_("days before the term ends"))


class Override(Part):
    """A date on which this contract's hours are other than its weekday's or the notice's."""

    date: Day = Field(description=_("the date, such as 2023-05-02"))
    windows: list[DayWindow] = Field(description=_("the windows of that day; none: closed"))
    reason: Name = Field(description=_("why these hours are other than usual"))


class Weekly(Part):
    """The windows of each weekday; a missing day is closed."""

    monday: list[DayWindow] = Field(default_factory=list, description=_("windows such as “08:30-11:30”"))
    tuesday: list[DayWindow] = Field(default_factory=list, description=_("windows such as “08:30-11:30”"))
    wednesday: list[DayWindow] = Field(default_factory=list, description=_("windows such as “08:30-11:30”"))
    thursday: list[DayWindow] = Field(default_factory=list, description=_("windows such as “08:30-11:30”"))
    friday: list[DayWindow] = Field(default_factory=list, description=_("windows such as “08:30-11:30”"))
    saturday: list[DayWindow] = Field(default_factory=list, description=_("windows such as “08:30-11:30”"))
    sunday: list[DayWindow] = Field(default_factory=list, description=_("windows such as “08:30-11:30”"))


class CalendarTerms(Part):
    """Which hours and days count as working time, where the contract counts working time."""

    zone: Annotated[str, Field(min_length=1)] = Field(description=_("an IANA time zone, such as Asia/Shanghai"))
    holidays: Literal["CN", "none"] = Field(
        description=_("CN: China's holidays and make-up days; none: no holidays")
    )
    weekly: Weekly = Field(description=_("the table of weekly windows"))
    overrides: list[Override] = Field(default_factory=list, description=_("dates with hours of their own"))


class LadderStep(Part):
    """Whom to call, and how long to wait for an answer."""

    tiers: Tiers = Field(min_length=1, description=_("who is called, all at once"))
    wait: Span = Field(description=_("how long to wait before the next step, such as “3 min”"))


class Ladder(Part):
    """The steps for one level, from the bottom up."""

    rounds: Annotated[int, Field(ge=1, le=10)] = Field(description=_("how often to go through the steps"))
    steps: list[LadderStep] = Field(min_length=1, description=_("the steps, as [[ladders.N.steps]]"))


class Ladders(Part):
    """The three ladders."""

    fatal: Ladder = Field(alias="1", description=_("the table of level 1's ladder"))
    severe: Ladder = Field(alias="2", description=_("the table of level 2's ladder"))
    ordinary: Ladder = Field(alias="3", description=_("the table of level 3's ladder"))


class Pack(Part):
    """A whole contract pack."""

    format: Literal[1] = Field(description=_("1: the format of this file"))
    code: Slug = Field(
        description=_("small letters, digits and dashes: the contract's code, part of its addresses")
    )
    name: Name = Field(description=_("the contract's name"))
    client: Party = Field(description=_("the table of the client"))
    vendor: Party = Field(description=_("the table of the vendor"))
    term: Term = Field(description=_("the table of the term"))
    support_hours: Annotated[ServiceHours, Field(strict=False)] = Field(
        description=_("when support is given: 7x24")
    )
    fee: Fee = Field(description=_("the table of the fee"))
    payments: list[Payment] = Field(min_length=1, description=_("the payments, as [[payments]]"))
    services: dict[Annotated[ServiceCode, Field(strict=False)], Name] = Field(
        min_length=1, description=_("the table of the services: “code” = “name”")
    )
    modes: dict[Annotated[ServiceMode, Field(strict=False)], Mode] = Field(
        min_length=1, description=_("the tables of the ways of serving, [modes.M1] to [modes.M6]")
    )
    tiers: Tiers = Field(min_length=1, description=_("the support tiers, lowest first"))
    at_once: AtOnce = Field(description=_("the table that says how “at once” is judged"))
    levels: Levels = Field(description=_("the tables of the levels, [levels.1] to [levels.3]"))
    caps: Caps = Field(description=_("the tables of the caps"))
    extension: Extension = Field(description=_("the table that says what a longer time needs"))
    confirmation: Confirmation = Field(
        default_factory=Confirmation,
        description=_("the table that says how long the client's answer is waited for"),
    )
    entitlements: list[Entitlement] = Field(default_factory=list, description=_("the quotas, as [[entitlements]]"))
    inspection: Inspection = Field(description=_("the table of the inspection rhythm"))
    milestones: Milestones = Field(description=_("the table of the days ahead"))
    calendar: CalendarTerms = Field(description=_("the table of the working calendar"))
    ladders: Ladders = Field(description=_("the tables of the ladders, [ladders.1] to [ladders.3]"))
