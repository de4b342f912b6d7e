"""A system profile as it is written: every table and key, with what is expected of each.

The same declaration reads the TOML, freezes it as the JSON document of a profile version, and reads that back.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from jishi.sentences.door import gettext_noop as _
from zhishou.contracts.rules.pack_types import Key, Name, Part, Slug, Text
from zhishou.systems.rules.observing import Option
from zhishou.systems.rules.profile_types import (
    Address,
    ClockTime,
    Every,
    FaultLevel,
    Lasting,
    Line,
    OptionName,
    Patience,
    Retries,
    Times,
    Weekday,
    WindowLength,
)
from zhishou.systems.rules.steps import Step
from zhishou.systems.rules.thresholds import Threshold
from zhishou.systems.rules.words import ComponentKind, ConnectorKind

Keys = list[Key]


class Component(Part):
    """One part of the system that can fail by itself."""

    code: Key = Field(description=_("small letters, digits, dashes: the component's code in this profile"))
    name: Name = Field(description=_("what users call it"))
    kind: Annotated[ComponentKind, Field(strict=False)] = Field(
        description=_(
            "web, workers, database, cache, queue, chat, mail, network, host, files, certificate or backup"
        )
    )
    needs: Keys = Field(default_factory=list, description=_("codes of the components without which it cannot work"))
    words: Line = Field(default="", description=_("what it is, in one line"))


class Module(Part):
    """One business of the system, as its users know it."""

    code: Key = Field(description=_("small letters, digits, dashes: the module's code in this profile"))
    name: Name = Field(description=_("what users call it"))
    components: Keys = Field(min_length=1, description=_("codes of the components that it runs on"))
    needs: Keys = Field(default_factory=list, description=_("codes of the modules without which it cannot work"))
    words: Line = Field(default="", description=_("what it is, in one line"))


class ConnectorSpec(Part):
    """How a part of the system is reached."""

    code: Key = Field(description=_("small letters, digits, dashes: the connector's code in this profile"))
    kind: Annotated[ConnectorKind, Field(strict=False)] = Field(
        description=_(
            "http, tcp, tls, dns, postgresql, mysql, sqlite, redis, smtp, imap, matrix, xmpp, agent, prometheus, "
            "log, backup or ssh"
        )
    )
    address: Address = Field(
        description=_("where: a URL, host:port, a path; of an agent, its name; may be set otherwise on the page")
    )
    secrets: list[OptionName] = Field(default_factory=list, description=_("names of what is kept sealed"))
    options: dict[OptionName, Option] = Field(default_factory=dict, description=_("what holds for all its probes"))
    words: Line = Field(default="", description=_("what the account behind it may do: as little as possible"))


class ProbeSpec(Part):
    """One repeated look, and what is normal."""

    code: Key = Field(description=_("small letters, digits, dashes: the probe's code in this profile"))
    name: Name = Field(description=_("what it looks at, as users call it"))
    component: Key = Field(description=_("the code of a component"))
    module: Key | None = Field(
        default=None, description=_("the code of the module that it speaks of, if one alone")
    )
    connector: Key = Field(description=_("the code of a connector"))
    check: Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,2}-\d{2}$")] = Field(
        description=_("the id of a check of the catalogue, such as P-01")
    )
    options: dict[OptionName, Option] = Field(default_factory=dict, description=_("what the check asks for"))
    steps: list[Step] = Field(default_factory=list, max_length=20, description=_("the steps of a transaction"))
    every: Every = Field(default=60, description=_("how often: “5 s” at the least"))
    timeout: Patience = Field(default=10, description=_("after how long it is given up, up to “120 s”"))
    retries: Retries = Field(
        default=1, description=_("how often it is tried again at once before a verdict: 0 to 5")
    )
    confirm: Times = Field(default=2, description=_("how many bad results in a row make a signal"))
    calm: Times = Field(default=2, description=_("how many good results in a row end it"))
    warn: Threshold | None = Field(default=None, description=_("where a warning begins; unsaid: the catalogue's"))
    critical: Threshold | None = Field(default=None, description=_("where it is critical; unsaid: the catalogue's"))
    window: Line = Field(default="", description=_("over what time the value speaks; unsaid: the catalogue's"))
    level_on_critical: FaultLevel | None = Field(
        default=None, description=_("the level of the fault when critical: 1, 2 or 3; unsaid: the rules say it")
    )
    inspected: bool = Field(default=True, description=_("false: inspection reports leave it out"))
    advice: Text | Literal[""] = Field(default="", description=_("what to do; unsaid: the catalogue's"))
    link: Line = Field(default="", description=_("where more is written; unsaid: the catalogue's"))


class AlertRule(Part):
    """What is made of a signal."""

    when: Literal["critical", "warning", "unknown"] = Field(description=_("critical, warning or unknown"))
    components: Keys = Field(default_factory=list, description=_("codes of components; empty: all of them"))
    level: FaultLevel | None = Field(
        default=None, description=_("the level of the ticket: 1, 2, 3; unsaid: no ticket")
    )
    lasts: Lasting = Field(default=1, description=_("how long it must last before, such as “30 min”"))
    service: Annotated[str, StringConstraints(pattern=r"^\d{6}$")] = Field(
        default="010101", description=_("the code of the service, such as 010101")
    )
    title: Line = Field(default="", description=_("the title; unsaid: component and probe"))


class Window(Part):
    """When the system is being worked on by agreement."""

    name: Name = Field(description=_("what it is for"))
    weekday: Weekday = Field(description=_("daily, mon, tue, wed, thu, fri, sat or sun"))
    starts: ClockTime = Field(description=_("the local time at which it begins, such as 22:00"))
    lasts: WindowLength = Field(description=_("how long, such as “2 h”"))
    components: Keys = Field(default_factory=list, description=_("codes of components; empty: all of them"))


class UserItem(Part):
    """Something that an inspection asks of people, since no probe can see it."""

    code: Key = Field(description=_("small letters, digits, dashes: the item's code in this profile"))
    name: Name = Field(description=_("the question, as it is asked"))
    asked_of: Literal["engineer", "user"] = Field(description=_("engineer or user"))
    answer: Literal["yes_no", "reading", "photo", "note"] = Field(description=_("yes_no, reading, photo or note"))
    unit: Line = Field(default="", description=_("the unit of a reading"))
    normal_from: float | None = Field(default=None, description=_("the least that is normal"))
    normal_to: float | None = Field(default=None, description=_("the most that is normal"))
    module: Key | None = Field(default=None, description=_("the code of the module that it speaks of"))


class Profile(Part):
    """A whole profile."""

    format: Literal[1] = Field(description=_("the format of this file: 1"))
    code: Slug = Field(description=_("small letters, digits and dashes: the system's code"))
    name: Name = Field(description=_("what users call the system"))
    product: Line = Field(default="", description=_("what product it is, and of whom"))
    release: Line = Field(default="", description=_("for which release the profile was written"))
    words: Text | Literal[""] = Field(default="", description=_("what the system is for"))
    components: list[Component] = Field(min_length=1, description=_("the tables [[components]]"))
    modules: list[Module] = Field(default_factory=list, description=_("the tables [[modules]]"))
    connectors: list[ConnectorSpec] = Field(min_length=1, description=_("the tables [[connectors]]"))
    probes: list[ProbeSpec] = Field(min_length=1, description=_("the tables [[probes]]"))
    alert_rules: list[AlertRule] = Field(default_factory=list, description=_("the tables [[alert_rules]]"))
    windows: list[Window] = Field(default_factory=list, description=_("the tables [[windows]]"))
    user_items: list[UserItem] = Field(default_factory=list, description=_("the tables [[user_items]]"))
