"""What may be sent to the pages of inspections."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jishi.files.door import Kept
from jishi.pages.door import LONGEST_STROKES, MomentField, StrokesField
from zhishou.contracts.rules import Level, say
from zhishou.desk.rules.words import TicketKind
from zhishou.inspections.actions import Given, PlanWords
from zhishou.inspections.models import Finding, Plan, Sheet
from zhishou.inspections.queries.plans import inspectors
from zhishou.inspections.rules.findings import OTHERWISE, TICKETS
from zhishou.inspections.rules.words import BY_ENGINEER, PLAN_NAMES, SEVERITY_NAMES, ActKind, PlanKind, Severity
from zhishou.inspections.web.looks import Look
from zhishou.people.models import Person
from zhishou.people.queries import persons_with_role
from zhishou.people.rules import CLIENT_ROLES, VENDOR_ROLES
from zhishou.systems.models import ManagedSystem

WEEKDAYS = [(0, _("Mon")), (1, _("Tue")), (2, _("Wed")), (3, _("Thu")), (4, _("Fri")), (5, _("Sat")), (6, _("Sun"))]


def day_input() -> forms.DateInput:
    """Return a field for a day as browsers want it written, whatever the language."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ActForm(forms.Form):
    """One act of an engineer, with the id and the moment of his device."""

    act = forms.UUIDField()
    kind = forms.ChoiceField(choices=[(one.value, one.value) for one in sorted(BY_ENGINEER)])
    device_at = MomentField(max_length=40, required=False)
    sent_at = MomentField(max_length=40, required=False)
    item = forms.CharField(max_length=40, required=False)
    reading = forms.CharField(max_length=40, required=False)
    answer = forms.ChoiceField(choices=[("", ""), ("yes", "yes"), ("no", "no"), ("none", "none")], required=False)
    words = forms.CharField(max_length=2000, required=False)
    is_abnormal = forms.BooleanField(required=False)
    place = forms.CharField(max_length=200, required=False)
    code = forms.CharField(max_length=7, required=False)
    latitude = forms.FloatField(min_value=-90, max_value=90, required=False)
    longitude = forms.FloatField(min_value=-180, max_value=180, required=False)
    accuracy_m = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)
    whom = forms.CharField(max_length=60, required=False)
    unit = forms.CharField(max_length=60, required=False)
    guidance = forms.CharField(max_length=2000, required=False)
    signer_name = forms.CharField(max_length=60, required=False)
    signer_role = forms.CharField(max_length=60, required=False)
    strokes = StrokesField(max_length=LONGEST_STROKES, required=False)

    def given(self, files: list[Kept]) -> Given:
        """Return the act as the device tells it, with the files that came along."""
        sent = self.cleaned_data
        kind = ActKind(sent["kind"])
        same = (
            "device_at", "sent_at", "item", "reading", "words", "is_abnormal", "place", "latitude", "longitude",
            "accuracy_m", "whom", "unit", "guidance", "signer_name", "signer_role", "strokes",
        )  # fmt: skip
        return Given(
            uuid=sent["act"],
            code="".join(sent["code"].split()),
            kind=kind,
            is_yes={"yes": True, "no": False}.get(sent["answer"]),
            is_not_applicable=kind is ActKind.ANSWER and sent["answer"] == "none",
            has_problem=kind is ActKind.TALK and sent["answer"] == "no",
            files=tuple(files),
            **{name: sent[name] for name in same},
        )


class PlanForm(forms.Form):
    """What a plan says."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("How often"))
    system = forms.ChoiceField(label=_("System"))
    sheet = forms.ChoiceField(label=_("Inspection sheet"))
    engineer = forms.ChoiceField(label=_("Inspecting engineer"))
    weekday = forms.TypedChoiceField(
        label=_("Weekday"), choices=WEEKDAYS, coerce=int, initial=2, help_text=_("Only for weekly plans.")
    )
    hour = forms.IntegerField(label=_("Planned for (hour)"), min_value=0, max_value=23, initial=10)
    first_day = forms.DateField(label=_("First day"), widget=day_input())
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=day_input(),
        help_text=_("Empty: as long as the contract runs. A special inspection has one."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        look: Look,
        systems: list[ManagedSystem],
        sheets: list[tuple[Sheet, str]],
        plan: Plan | None = None,
    ) -> None:
        super().__init__(data)
        self.systems = {one.code: one for one in systems}
        self.sheets = {one.code: one for one, _name in sheets}
        self.engineers = {str(one.uuid): one for one in inspectors(look.engagement, at=look.at)}
        for field, choices in {
            "kind": [(one.value, say(PLAN_NAMES[one], look.language)) for one in PlanKind],
            "system": [(code, one.name) for code, one in self.systems.items()],
            "sheet": [(one.code, name) for one, name in sheets],
            "engineer": [(key, one.name) for key, one in self.engineers.items()],
        }.items():
            self.fields[field].choices = choices  # type: ignore[attr-defined]
        self.fields["first_day"].initial = timezone.localdate(look.at)
        self.fields["name"].initial = say(PLAN_NAMES[PlanKind.WEEKLY], look.language)
        self.fields["sheet"].initial = "weekly" if "weekly" in self.sheets else None
        if plan is not None:
            self._begin_with(plan)

    def _begin_with(self, plan: Plan) -> None:
        for field in ("kind", "system"):
            self.fields[field].disabled = True
        for field in ("name", "kind", "weekday", "hour", "first_day", "last_day"):
            self.fields[field].initial = getattr(plan, field)
        self.fields["system"].initial = plan.system.code
        self.fields["sheet"].initial = plan.sheet.code
        self.fields["engineer"].initial = str(plan.engineer.uuid)

    def words(self) -> PlanWords:
        """Return what the plan says."""
        sent = self.cleaned_data
        return PlanWords(
            name=sent["name"],
            kind=PlanKind(sent["kind"]),
            system=self.systems[sent["system"]],
            sheet=self.sheets[sent["sheet"]],
            engineer=self.engineers[sent["engineer"]],
            weekday=sent["weekday"],
            hour=sent["hour"],
            first_day=sent["first_day"],
            last_day=sent["last_day"],
        )


class SheetForm(forms.Form):
    """A sheet as text."""

    code = forms.RegexField(
        label=_("Code of the sheet"),
        regex=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=40,
        help_text=_("Small letters, digits, dashes."),
    )
    text = forms.CharField(
        label=_("The sheet (TOML)"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "class": "inspections-source", "spellcheck": "false"}),
    )


class FindingForm(forms.Form):
    """What is advised about a finding, who sees to it, until when."""

    severity = forms.ChoiceField(label=_("Severity"))
    ground = forms.CharField(
        label=_("Why another severity"), max_length=500, required=False, help_text=_("Only where it was changed.")
    )
    advice = forms.CharField(
        label=_("Advice"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    responsible = forms.ChoiceField(label=_("Who sees to it"), required=False)
    due_on = forms.DateField(label=_("Due by"), required=False, widget=day_input())

    def __init__(self, data: Any = None, *, look: Look, finding: Finding) -> None:
        super().__init__(data)
        persons = persons_with_role(look.engagement, CLIENT_ROLES | VENDOR_ROLES, at=look.at)
        self.persons = {str(one.uuid): one for one in persons.order_by("name_pinyin", "pk")}
        graded = [one for one in Severity if one is not Severity.UNKNOWN]
        severities = [(one.value, say(SEVERITY_NAMES[one], look.language)) for one in graded]
        self.fields["severity"].choices = severities  # type: ignore[attr-defined]
        people = [("", "—"), *((key, one.name) for key, one in self.persons.items())]
        self.fields["responsible"].choices = people  # type: ignore[attr-defined]
        self.fields["severity"].initial = finding.severity
        self.fields["advice"].initial = finding.advice
        self.fields["due_on"].initial = finding.due_on
        self.fields["responsible"].initial = str(finding.responsible.uuid) if finding.responsible else ""

    def who(self) -> Person | None:
        """Return who sees to it."""
        return self.persons.get(self.cleaned_data["responsible"])


class TicketForm(forms.Form):
    """As what a ticket about a finding is opened."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(TicketKind.FAULT.value, _("Fault")), (TicketKind.REQUEST.value, _("Request"))]
    )
    level = forms.TypedChoiceField(
        label=_("Level"),
        choices=[(Level.FATAL.value, "1"), (Level.SEVERE.value, "2"), (Level.ORDINARY.value, "3")],
        coerce=int,
    )

    def __init__(self, data: Any = None, *, finding: Finding) -> None:
        super().__init__(data, prefix="ticket")
        kind, level = TICKETS.get(Severity(finding.severity), OTHERWISE)
        self.fields["kind"].initial, self.fields["level"].initial = kind.value, level.value


class ConclusionForm(forms.Form):
    """The conclusion of a report."""

    conclusion = forms.CharField(
        label=_("Conclusion and advice"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )


class IssueForm(forms.Form):
    """Which version is issued, and why there is a later one."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why there is another version"), max_length=500, required=False)

    def __init__(self, data: Any = None, *, version: int = 1) -> None:
        super().__init__(data, initial={"version": version})
        if data is None:
            # Where it is read, who approves is told so beforehand; where it is sent, the action says it in words.
            self.fields["reason"].required = version > 1


class ReasonForm(forms.Form):
    """Why a round is called off."""

    reason = forms.CharField(label=_("Reason for calling it off"), max_length=500)


class HandForm(forms.Form):
    """Who goes instead."""

    to = forms.ChoiceField(label=_("Inspecting engineer"))

    def __init__(self, data: Any = None, *, look: Look) -> None:
        super().__init__(data)
        self.persons = {str(one.uuid): one for one in inspectors(look.engagement, at=look.at)}
        self.fields["to"].choices = [(key, one.name) for key, one in self.persons.items()]  # type: ignore[attr-defined]

    def who(self) -> Person:
        """Return who goes."""
        return self.persons[self.cleaned_data["to"]]
