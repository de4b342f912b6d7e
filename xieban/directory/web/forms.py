"""Forms of the directory's pages."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jishi.refusals.door import Invalid
from xieban.directory import queries
from xieban.directory.models import ROLE_NAMES, Person, Unit
from xieban.directory.rules import LAST_IN_RANK, Role, UnitKind

RANK = {"min_value": 0, "max_value": LAST_IN_RANK, "initial": LAST_IN_RANK, "required": False}
RANK_HELP = _("Smaller comes first; leave it as it is where the order does not matter.")


class ProfileForm(forms.Form):
    """How one is reached, and in which language."""

    mobile = forms.CharField(label=_("Mobile"), max_length=20, required=False)
    telephone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    room = forms.CharField(label=_("Room"), max_length=30, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class RankField(forms.IntegerField):
    """A place in the order of precedence; nothing typed means last."""

    def __init__(self) -> None:
        super().__init__(label=_("Order of precedence"), help_text=RANK_HELP, **RANK)  # type: ignore[arg-type]

    def clean(self, value: Any) -> int:
        """Return the rank."""
        found = super().clean(value)
        return LAST_IN_RANK if found is None else int(found)


class PersonForm(forms.Form):
    """What is known of a person."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    staff_number = forms.CharField(label=_("Staff number"), max_length=30, required=False)
    rank = RankField()
    email = forms.EmailField(label=_("E-mail"), required=False)
    mobile = forms.CharField(label=_("Mobile"), max_length=20, required=False)
    telephone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    room = forms.CharField(label=_("Room"), max_length=30, required=False)


class NewPersonForm(PersonForm):
    """Somebody new, in a post of one unit."""

    username = forms.CharField(
        label=_("Account name"), max_length=59, help_text=_("Small letters, digits, dots, dashes or underscores.")
    )
    post = forms.ChoiceField(label=_("Post"))
    field_order = ("name", "username", "post")

    def __init__(self, *args: Any, unit: Unit, at: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        posts = queries.posts_of(unit, at=at)
        self.fields["post"].choices = [(str(post.uuid), post.name) for post, _held in posts]  # type: ignore[attr-defined]


class UnitForm(forms.Form):
    """A unit or department."""

    name = forms.CharField(label=_("Name"), max_length=120)
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False)
    rank = RankField()


class NewUnitForm(UnitForm):
    """A new unit or department under another."""

    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("Small letters, digits or dashes; part of its address.")
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(UnitKind.DEPARTMENT.value, _("Department")), (UnitKind.UNIT.value, _("Unit"))]
    )
    field_order = ("name", "code", "kind")


class MovingUnitForm(UnitForm):
    """A unit or department that is renamed or moved."""

    parent = forms.ChoiceField(label=_("Belongs to"), required=False)
    field_order = ("name", "short_name", "parent")

    def __init__(self, *args: Any, unit: Unit, viewer: Person, **more: Any) -> None:
        super().__init__(*args, **more)
        others = [one for one in queries.open_units(viewer) if not one.place.startswith(unit.place)]
        top = [] if unit.kind == UnitKind.DEPARTMENT else [("", _("Nothing: it stands at the top"))]
        self.fields["parent"].choices = [*top, *((one.code, one.name) for one in others)]  # type: ignore[attr-defined]


class PostForm(forms.Form):
    """A post and the roles that it carries."""

    name = forms.CharField(label=_("Name"), max_length=60)
    is_head = forms.BooleanField(label=_("Whoever holds it answers for the unit"), required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles that the post carries"),
        choices=[(role.value, ROLE_NAMES[role]) for role in Role],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    rank = RankField()


class PersonField(forms.CharField):
    """A colleague by account name or full name; the browser offers the names while one types."""

    def __init__(self, label: Any, *, required: bool = True) -> None:
        super().__init__(label=label, max_length=60, required=required, help_text=_("Account name, or full name."))
        self.widget.attrs.update({"list": "colleagues", "autocomplete": "off"})

    def clean(self, value: Any) -> Person | None:
        """Return the one colleague who is meant."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return queries.one_colleague(typed)
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class WhoForm(forms.Form):
    """One colleague is chosen."""

    person = PersonField(_("Person"))


class HandOverForm(forms.Form):
    """Who takes over, and why somebody leaves."""

    successor = PersonField(_("Who takes over what is open"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class DelegationForm(forms.Form):
    """Who stands in, from when until when, in which flows."""

    deputy = PersonField(_("Who stands in"))
    first_day = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(label=_("To and including"), widget=forms.DateInput(attrs={"type": "date"}))
    flows = forms.MultipleChoiceField(
        label=_("Only in these flows"),
        help_text=_("None chosen: in all."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        known = queries.known_flows()
        if known:
            self.fields["flows"].choices = list(known.items())  # type: ignore[attr-defined]
        else:
            del self.fields["flows"]

    def clean(self) -> dict[str, Any]:
        """Turn whole days into moments of the local zone; the last day counts to its end."""
        given = super().clean() or {}
        first, last = given.get("first_day"), given.get("last_day")
        if first and last:
            if last < first:
                raise forms.ValidationError(_("The last day lies before the first."))
            zone = timezone.get_current_timezone()
            given["since"] = datetime.combine(first, time(), tzinfo=zone)
            given["until"] = datetime.combine(last, time(), tzinfo=zone) + timedelta(days=1)
        return given
