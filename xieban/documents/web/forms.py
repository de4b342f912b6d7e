"""Forms of the documents' pages."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xieban.directory.models import Person, Unit
from xieban.directory.queries import open_departments, open_units
from xieban.directory.rules import UnitKind
from xieban.documents.queries import labels
from xieban.documents.queries.labels import choices
from xieban.documents.rules.elements import LONGEST_TITLE, MOST_RECIPIENTS, recipients_of
from xieban.documents.rules.secrecy import GRADES
from xieban.documents.rules.words import DocumentType, Kind, Matter, Urgency

NO_GRADE = ""


class BodiesField(forms.CharField):
    """Bodies, one a line or between commas; each once."""

    def __init__(self, *, label: Any, help_text: Any = "") -> None:
        widget = forms.Textarea(attrs={"rows": 2})
        super().__init__(label=label, help_text=help_text, required=False, max_length=8000, widget=widget)

    def clean(self, value: Any) -> list[str]:
        """Return the bodies."""
        found = recipients_of(super().clean(value))
        if len(found) > MOST_RECIPIENTS or any(len(one) > LONGEST_TITLE for one in found):
            raise forms.ValidationError(_("These are too many, or one of them is too long."))
        return list(found)

    def prepare_value(self, value: Any) -> Any:
        """Show a list as it is typed."""
        return "\n".join(value) if isinstance(value, list | tuple) else value


def _area(label: Any, *, rows: int = 2, help_text: Any = "", required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=2000, required=required, widget=widget, help_text=help_text)


class ElementsForm(forms.Form):
    """The elements of a document, as far as they may be changed now."""

    type = forms.ChoiceField(label=_("Document type"), choices=choices(labels.TYPES))
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=choices(labels.URGENCIES))
    matter = forms.ChoiceField(label=_("Matter"), choices=choices(labels.MATTERS))
    reason = _area(_("Reason for it"), rows=3)
    recipients = BodiesField(label=_("Main recipients"), help_text=_("One body a line, or between commas."))
    copies_to = BodiesField(label=_("Copies to"))
    basis = _area(_("Basis"), help_text=_("By what this is written: a document, a meeting, an instruction."))
    form = forms.ChoiceField(
        label=_("Layout form"), required=False, choices=[("", _("by its type")), *choices(labels.FORMS)]
    )
    note = forms.CharField(
        label=_("Remark printed"), max_length=60, required=False, help_text=_("In brackets under the date.")
    )
    result = _area(_("Result"), rows=4)
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, editable: Collection[str], kind: Kind, **more: Any) -> None:
        super().__init__(*args, **more)
        of_dispatch = {"type", "recipients", "copies_to", "form", "note"}
        hidden = {Kind.MEMO: of_dispatch, Kind.SUPERVISION: of_dispatch | {"matter"}}.get(
            kind, {"matter", "reason"}
        )
        for name in list(self.fields):
            if name != "edition" and (name not in editable or name in hidden):
                del self.fields[name]


class SecrecyField(forms.ChoiceField):
    """A secrecy grade: asked for, so that whatever bears one is refused before it is typed."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Secrecy grade"),
            required=False,
            choices=[(NO_GRADE, _("none")), *((grade, grade) for grade in GRADES)],
            help_text=_("What bears a grade may not come into this system."),
        )


class NewDispatchForm(forms.Form):
    """A new dispatch; what is lacking before it goes on is said on its page."""

    type = forms.ChoiceField(
        label=_("Document type"), choices=choices(labels.TYPES), initial=DocumentType.NOTICE.value
    )
    title = forms.CharField(
        label=_("Title"), max_length=LONGEST_TITLE, help_text=_("It ends in the document's type: 关于…的通知.")
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=choices(labels.URGENCIES), initial=Urgency.ORDINARY.value
    )
    secrecy = SecrecyField()
    recipients = BodiesField(label=_("Main recipients"), help_text=_("One body a line, or between commas."))
    copies_to = BodiesField(label=_("Copies to"))
    basis = _area(_("Basis"), help_text=_("By what this is written: a document, a meeting, an instruction."))
    note = forms.CharField(
        label=_("Remark printed"), max_length=60, required=False, help_text=_("In brackets under the date.")
    )


class NewMemoForm(forms.Form):
    """A new memo."""

    title = forms.CharField(label=_("What is asked for"), max_length=LONGEST_TITLE)
    matter = forms.ChoiceField(
        label=_("Matter"),
        choices=choices(labels.MATTERS),
        initial=Matter.GENERAL.value,
        help_text=_("Some matters are countersigned by a department by rule."),
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=choices(labels.URGENCIES), initial=Urgency.ORDINARY.value
    )
    secrecy = SecrecyField()
    reason = _area(_("Reason for it"), rows=3)
    basis = _area(_("Basis"))


class ReasonForm(forms.Form):
    """Why something is done that cannot be undone."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class ConvertForm(forms.Form):
    """Which type of document a memo becomes."""

    type = forms.ChoiceField(
        label=_("Document type"), choices=choices(labels.TYPES), initial=DocumentType.NOTICE.value
    )


class _UnitField(forms.ChoiceField):
    def set_units(self, units: list[Unit]) -> None:
        self.choices = [(one.code, one.name) for one in units]


class SeriesForm(forms.Form):
    """A new series of numbers."""

    unit = _UnitField(label=_("Unit"))
    kind = forms.ChoiceField(
        label=_("For"),
        choices=[(kind.value, labels.KINDS[kind]) for kind in (Kind.DISPATCH, Kind.MEMO, Kind.INCOMING)],
    )
    code = forms.CharField(label=_("Code of the number"), max_length=20, help_text=_("As it is printed: 江红发."))
    types = forms.MultipleChoiceField(
        label=_("Only for these types"),
        choices=choices(labels.TYPES),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen: for all but orders. Only orders chosen: counted 第1号, 第2号 over the years."),
    )

    def __init__(self, *args: Any, viewer: Person, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].set_units(_units(viewer))  # type: ignore[attr-defined]


class SealForm(forms.Form):
    """A new seal."""

    unit = _UnitField(label=_("Unit"))
    name = forms.CharField(label=_("Name of the seal"), max_length=120)
    picture = forms.FileField(
        label=_("Picture"), required=False, help_text=_("PNG or JPEG. Without one, the seal is put on paper only.")
    )
    width = forms.IntegerField(label=_("Width in millimetres"), min_value=10, max_value=52, initial=42)

    def __init__(self, *args: Any, viewer: Person, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].set_units(_units(viewer))  # type: ignore[attr-defined]


class MandatoryForm(forms.Form):
    """A department that countersigns every memo of a matter."""

    unit = _UnitField(label=_("Unit"))
    matter = forms.ChoiceField(
        label=_("Matter"), choices=[(one.value, labels.MATTERS[one]) for one in (Matter.MONEY, Matter.LEGAL)]
    )
    department = _UnitField(label=_("Department"))

    def __init__(self, *args: Any, viewer: Person, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].set_units(_units(viewer))  # type: ignore[attr-defined]
        self.fields["department"].set_units(list(open_departments()))  # type: ignore[attr-defined]


def _units(viewer: Person) -> list[Unit]:
    return [one for one in open_units(viewer) if one.kind == UnitKind.UNIT.value]
