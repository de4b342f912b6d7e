"""Pure decisions about delivery: how urgent, when, by what, and when to stop trying."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


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
