"""One step of a transaction over HTTP, as a profile writes it."""

import re
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from jishi.sentences.door import gettext_noop as _
from zhishou.contracts.rules.pack_types import Key, Name, Part
from zhishou.systems.rules.patterns import is_pattern_with_group

PLACEHOLDER: Final = re.compile(r"\{(secret|kept):([a-z0-9_-]+)\}")
Texts = dict[Annotated[str, StringConstraints(max_length=80)], Annotated[str, StringConstraints(max_length=4000)]]


class Step(Part):
    """One request, what must come back, and what is kept for the steps after it.

    `{secret:NAME}` stands for a secret of the connector, `{kept:NAME}` for what an earlier step kept.
    """

    name: Name = Field(description=_("what the step does, as users call it"))
    method: Literal["GET", "POST", "PUT", "DELETE", "HEAD"] = Field(
        default="GET", description=_("GET, POST, PUT, DELETE or HEAD")
    )
    path: Annotated[str, StringConstraints(min_length=1, max_length=2000)] = Field(
        description=_("the path below the connector's address, such as /inbox/")
    )
    form: Texts = Field(default_factory=dict, description=_("the fields of a form that is posted"))
    json_body: str = Field(default="", alias="json", description=_("a JSON text that is sent"))
    headers: Texts = Field(default_factory=dict, description=_("further headers"))
    expect: list[Annotated[int, Field(ge=100, le=599)]] = Field(
        default_factory=lambda: [200], description=_("the statuses that are right, such as [200]")
    )
    contains: str = Field(default="", description=_("a text that must be on the page"))
    lacks: str = Field(default="", description=_("a text that must not be on the page"))
    keep: dict[Key, str] = Field(
        default_factory=dict, description=_("names and regular expressions (of RE2) whose first group is kept")
    )
    may_lack: bool = Field(
        default=False, description=_("true: what is to be kept may be missing; the rest is skipped")
    )
    always: bool = Field(
        default=False,
        description=_(
            "true: taken though an earlier step ended the rest, such as to sign out; its time is not counted"
        ),
    )

    def wrong_patterns(self) -> tuple[str, ...]:
        """Return the names of what cannot be kept, since its expression is none or has no group."""
        return tuple(name for name, text in self.keep.items() if not is_pattern_with_group(text))

    def placeholders(self) -> tuple[tuple[str, str], ...]:
        """Return what the step takes from secrets and from earlier steps."""
        texts = (self.path, self.json_body, self.contains, *self.form.values(), *self.headers.values())
        return tuple((found[1], found[2]) for text in texts for found in PLACEHOLDER.finditer(text))
