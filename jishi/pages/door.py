"""What a product tells the shell about itself, and what its pages may ask of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from jishi.pages.doing import attempt, press
from jishi.pages.fields import LONGEST_STROKES, MomentField, StrokesField
from jishi.pages.stencil import Sheet, Stencil
from jishi.pages.templatetags.pages import drawn_countdown, drawn_moment, marked

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

__all__ = [
    "LONGEST_STROKES",
    "Counter",
    "Group",
    "Link",
    "MomentField",
    "PageRequest",
    "Sheet",
    "Shell",
    "Stencil",
    "StrokesField",
    "Words",
    "attempt",
    "drawn_countdown",
    "drawn_moment",
    "marked",
    "press",
]


class PageRequest(HttpRequest):
    """A request as the middleware hands it to a view; annotate views with it."""

    at: datetime
    number: str
    htmx: HtmxDetails
    csp_nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a status says, and what may be done about it."""

    title: "str | StrPromise"
    text: "str | StrPromise"
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One way to go."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int = 0  # what waits behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Links under one heading; the first group of a product may have none."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """Where a counter of the side is asked anew, and at which live news; it answers with the event `counts`."""

    url: str
    news: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """Everything around a page, ready to be shown: the template decides nothing."""

    product: str
    motto: str
    person: str = ""
    person_hint: str = ""
    groups: tuple[Group, ...] = ()
    thumb: tuple[Link, ...] = field(default=(), metadata={"why": "under the thumb on a phone, four at most"})
    scope: str = ""
    scopes: tuple[Link, ...] = ()
    account_url: str = ""
    sign_out_url: str = ""
    sign_in_url: str = ""
    bell_url: str = ""
    beside: tuple[Link, ...] = field(default=(), metadata={"why": "ways that other areas offer from this page"})
    alarm: str = ""  # stands above every page until it is over
    bell_count: int = 0
    bell_live_url: str = ""
    counters: tuple[Counter, ...] = ()
    work_url: str = ""
