"""Forms of people's pages."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from zhishou.people import queries
from zhishou.people.actions.invitations import NoRoles
from zhishou.people.actions.persons import NotAnAccountName
from zhishou.people.models import ROLE_NAMES, Engagement, Invitation, Organisation, Person
from zhishou.people.rules import SCOPES, Role, is_username, sounds_of

CHOOSE = _("Please choose")
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
AREA_WORDS = {
    "people": _("people"),
    "contracts": _("contracts"),
    "desk": _("desk"),
    "duty": _("duty"),
    "notify": _("notification"),
    "ledger": _("ledger"),
    "alerts": _("alerts of a monitoring system"),
}


def scope_in_words(scope: str) -> str:
    """Say what a scope allows."""
    area, _colon, verb = scope.rpartition(":")
    if not area:
        return str(_("Read everything that I may see") if verb == "read" else _("Do everything that I may do"))
    what = {"area": AREA_WORDS[area]}
    return str(_("Read: %(area)s") if verb == "read" else _("Write: %(area)s")) % what


def scope_choices() -> list[tuple[str, str]]:
    """Return every scope with its words, in the language of the moment."""
    return [(scope, scope_in_words(scope)) for scope in SCOPES]


class ProfileForm(forms.Form):
    """What a person may change of himself."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    title = forms.CharField(label=_("Post or duty"), max_length=60, required=False)
    mobile = forms.CharField(label=_("Mobile"), max_length=20, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class PersonForm(forms.Form):
    """What an administrator may change of a person."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    title = forms.CharField(label=_("Post or duty"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    mobile = forms.CharField(label=_("Mobile"), max_length=20, required=False)


class ClosingForm(forms.Form):
    """Why an account is closed."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(label=_("What it is for"), max_length=60)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=scope_choices,
        widget=forms.CheckboxSelectMultiple,
        initial=["read"],
    )
    days = forms.ChoiceField(
        label=_("Expires"),
        choices=[
            (7, _("after a week")),
            (30, _("after 30 days")),
            (90, _("after 90 days")),
            (365, _("after a year")),
        ],
        initial=90,
    )


class AddressCodeField(forms.RegexField):
    """What stands for something in addresses, and stays."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            r"^[a-z0-9][a-z0-9-]*$",
            max_length=40,
            help_text=_("For addresses: small letters, digits, dashes. It stays."),
            error_messages={"invalid": _("Use small letters, digits and dashes only, and no dash to begin with.")},
            **more,
        )


class OrganisationForm(forms.Form):
    """Names and credit code of an organisation."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=120)
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False)
    credit_code = forms.RegexField(
        r"^[0-9A-HJ-NPQRTUWXY]{18}$",
        label=_("Unified social credit code"),
        max_length=18,
        required=False,
        error_messages={"invalid": _("The code has 18 digits and capital letters, none of them I, O, S, V or Z.")},
    )


class NewOrganisationForm(OrganisationForm):
    """A new organisation."""

    code = AddressCodeField(label=_("Code of the organisation"))


class EngagementForm(forms.Form):
    """A new engagement: whom which vendor serves."""

    name = forms.CharField(label=_("Name of the contract"), max_length=160)
    client: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("Client"), queryset=None, empty_label=CHOOSE
    )
    vendor: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("Vendor"), queryset=None, empty_label=CHOOSE
    )
    code = AddressCodeField(label=_("Code of the contract"))

    def __init__(self, *args: Any, viewer: Person, at: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        for side in ("client", "vendor"):
            field = cast("forms.ModelChoiceField[Organisation]", self.fields[side])
            field.queryset = queries.administered_organisations(viewer, at=at)


class InviteForm(forms.Form):
    """Whom to invite, to what."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    organisation: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("Organisation"), queryset=None, empty_label=CHOOSE
    )
    title = forms.CharField(label=_("Post or duty"), max_length=60, required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("The link is sent there; without it you hand the link on.")
    )
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, viewer: Person, at: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        organisation = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        organisation.queryset = queries.administered_organisations(viewer, at=at)
        organisation.initial = organisation.queryset.first()
        roles = cast("forms.MultipleChoiceField", self.fields["roles"])
        self.offers = {
            f"{engagement.code}:{role}": (engagement, role)
            for engagement in queries.administered_engagements(viewer, at=at)
            for role in queries.grantable_roles(viewer, engagement, at=at)
        }
        by_contract: dict[str, list[tuple[str, str]]] = {}
        for key, (engagement, role) in self.offers.items():
            by_contract.setdefault(engagement.name, []).append((key, str(ROLE_NAMES[role])))
        roles.choices = list(by_contract.items())

        if viewer.is_platform_admin:
            roles.required = False
            self.fields["is_platform_admin"] = forms.BooleanField(
                label=_("Looks after the platform"),
                required=False,
                help_text=_("Creates organisations and contracts and grants every role; sees no contract by that."),
            )

    def clean(self) -> dict[str, Any]:
        """Ask for a role at least, unless the platform is to be looked after."""
        found = super().clean() or {}
        if not (found.get("roles") or found.get("is_platform_admin") or "roles" in self.errors):
            self.add_error("roles", str(NoRoles()))
        return found

    def wanted_roles(self) -> dict[Engagement, list[Role]]:
        """Return the chosen roles by engagement."""
        wanted: dict[Engagement, list[Role]] = {}
        for key in self.cleaned_data["roles"]:
            engagement, role = self.offers[key]
            wanted.setdefault(engagement, []).append(role)
        return wanted


class GrantForm(forms.Form):
    """Who gets which role in one contract."""

    person: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        label=_("Person"), queryset=None, empty_label=CHOOSE, to_field_name="uuid"
    )
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, viewer: Person, engagement: Engagement, at: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        person = cast("forms.ModelChoiceField[Person]", self.fields["person"])
        person.queryset = queries.grantable_persons(viewer, engagement, at=at)
        role = cast("forms.ChoiceField", self.fields["role"])
        role.choices = [(one.value, ROLE_NAMES[one]) for one in queries.grantable_roles(viewer, engagement, at=at)]


class AcceptForm(forms.Form):
    """Account name and password of the invited person."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    username = forms.CharField(
        label=_("Account name"),
        max_length=59,
        help_text=_("Small letters, digits, dots, dashes; for example the pinyin of your name."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 12 characters; not your name, not a common one. A sentence is best."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **more: Any) -> None:
        super().__init__(*args, **more)
        self.invitation = invitation

    def clean_username(self) -> str:
        """Take capitals for small letters, and refuse what no account can be called."""
        username = str(self.cleaned_data["username"]).strip().lower()
        if not is_username(username):
            raise forms.ValidationError(str(NotAnAccountName()))
        return username

    def clean(self) -> dict[str, Any]:
        """Compare the two passwords, and hold the password against the policy."""
        found = super().clean() or {}
        if found.get("password") and found.get("password") != found.get("again"):
            self.add_error("again", _("The two passwords differ."))
        if found.get("password"):
            name = found.get("name", "")
            stand_in = Person(
                username=found.get("username"),
                name=name,
                name_pinyin=sounds_of(name),
                email=self.invitation.email,
            )
            try:
                validate_password(found["password"], stand_in)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return found
