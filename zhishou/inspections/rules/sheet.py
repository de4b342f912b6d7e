"""An inspection sheet as it is written: the objects, and the items of each with the limits that make it normal."""

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints, model_validator

from jishi.sentences.door import Sentence, Wrong
from jishi.sentences.door import gettext_noop as _
from zhishou.contracts.rules.declared import Finding
from zhishou.contracts.rules.pack_types import Part
from zhishou.inspections.rules.words import Answer, Origin, Severity

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=40)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(max_length=1000, strip_whitespace=True)]
Graveness = Annotated[Severity, Field(strict=False)]
MOST_ITEMS: Final = 400


class Limit(Part):
    """Beyond what a reading is no longer normal; one side or both."""

    over: float | None = Field(default=None, description=_("abnormal above this"))
    under: float | None = Field(default=None, description=_("abnormal below this"))

    @model_validator(mode="after")
    def _says_something(self) -> "Limit":
        if self.over is None and self.under is None:
            raise Wrong(_("a limit says “over”, “under” or both"))
        return self

    def is_passed_by(self, value: float) -> bool:
        """Say whether a reading lies beyond; the limit itself still counts as kept."""
        return (self.over is not None and value > self.over) or (self.under is not None and value < self.under)


class Item(Part):
    """One thing that is looked at."""

    code: Code = Field(description=_("the item's own code within the sheet"))
    name: Name = Field(description=_("what is looked at"))
    origin: Annotated[Origin, Field(strict=False)] = Field(description=_("probe, engineer or user"))
    checks: list[Code] = Field(
        default_factory=list, description=_("for probes: the checks that measure it, as P-02")
    )
    answer: Annotated[Answer, Field(strict=False)] = Field(
        default=Answer.YES_NO, description=_("for the engineer: reading, yes_no, photo or note")
    )
    expected: Literal["yes", "no"] = Field(default="yes", description=_("which answer is normal"))
    unit: Annotated[str, StringConstraints(max_length=20)] = Field(default="", description=_("the reading's unit"))
    warn: Limit | None = Field(default=None, description=_("the first limit, as { over = 28 }"))
    critical: Limit | None = Field(default=None, description=_("the second limit, as { over = 32 }"))
    severity: Graveness = Field(default=Severity.MEDIUM, description=_("how bad it is when it is not normal"))
    critical_severity: Graveness = Field(default=Severity.HIGH, description=_("and beyond the second limit"))
    required: bool = Field(default=True, description=_("false where it may be left out without being unknown"))
    how: Text = Field(default="", description=_("how it is looked at, and what counts as normal"))
    advice: Text = Field(default="", description=_("what to do when it is not normal"))
    link: Text = Field(default="", description=_("where it is described"))

    @model_validator(mode="after")
    def _fits(self) -> "Item":
        if self.origin is Origin.PROBE and not self.checks:
            raise Wrong(_("an item of probes names the checks that measure it"))
        if self.origin is not Origin.PROBE and self.checks:
            raise Wrong(_("only an item of probes has checks"))
        if (self.warn or self.critical) and not (self.origin is Origin.ENGINEER and self.answer is Answer.READING):
            raise Wrong(_("only a reading of the engineer has limits here; a probe brings its own"))
        return self


class Object(Part):
    """What is inspected: a host, a database, the room it stands in."""

    name: Name = Field(description=_("the object's name as the report's heading"))
    components: list[Code] = Field(
        default_factory=list, description=_("the components whose remaining probes belong here, by code or kind")
    )
    items: list[Item] = Field(default_factory=list, description=_("the items, each a table [[objects.items]]"))


class Sheet(Part):
    """A whole sheet."""

    name: Name = Field(description=_("the sheet's name"))
    scope: Text = Field(default="", description=_("what the inspection is for and what it covers"))
    objects: list[Object] = Field(min_length=1, description=_("the objects, each a table [[objects]]"))

    @property
    def places(self) -> list[Object]:
        """Return the objects by the name that does not sound like a table's rows."""
        return self.objects

    def items(self) -> list[tuple[Object, Item]]:
        """Return every item with its object, in order."""
        return [(one, item) for one in self.objects for item in one.items]


def contradictions(sheet: Sheet) -> list[Finding]:
    """Return what is wrong with a sheet beyond each key by itself."""
    found: list[Finding] = []
    seen: set[str] = set()
    items = [
        (("objects", place, "items", number), item)
        for place, one in enumerate(getattr(sheet, "objects", ()))
        for number, item in enumerate(one.items)
    ]
    for path, item in items:
        if item.code in seen:
            words = _("“%(code)s” is the code of an item above; each has its own")
            found.append(((*path, "code"), Sentence.of(words, code=item.code)))
        seen.add(item.code)
        if item.warn and item.critical and _is_backward(item.warn, item.critical):
            found.append(((*path, "critical"), Sentence.of(_("the second limit lies before the first"))))
    if len(items) > MOST_ITEMS:
        words = _("%(count)s items are too many for one round; at most %(most)s")
        found.append((("objects",), Sentence.of(words, count=len(items), most=MOST_ITEMS)))
    return found


def _is_backward(warn: Limit, critical: Limit) -> bool:
    over = warn.over is not None and critical.over is not None and critical.over < warn.over
    return over or (warn.under is not None and critical.under is not None and critical.under > warn.under)
