"""Forms of signing in."""

from typing import TYPE_CHECKING, Any

from allauth.account.forms import LoginForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django import forms

# A code is good for its step of 30 s and one step either way; remembered a little longer than that.
USED_CODE_SECONDS = 180


class SignInForm(LoginForm):  # type: ignore[misc] # the library is untyped
    """Account and password."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        login = self.fields["login"]
        login.label = _("Account or e-mail")
        login.max_length = 254
        login.widget.attrs.update({"autocomplete": "username webauthn", "autofocus": True, "placeholder": ""})
        login.widget.attrs.update({"autocapitalize": "none", "spellcheck": "false", "maxlength": "254"})
        self.fields["password"].widget.attrs.update({"placeholder": ""})
        self.fields["password"].help_text = ""


class _OnceOnly:
    """Refuses a code that was used before, for as long as the clock would still accept it."""

    cleaned_data: dict[str, Any]
    user: Any

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc] # the form beside it has it
        if not cache.add(f"entrance.code:{self.user.pk}:{code}", 1, timeout=USED_CODE_SECONDS):
            raise get_adapter().validation_error("incorrect_code")
        return code

    def dress(self) -> None:
        field: forms.Field = self.fields["code"]  # type: ignore[attr-defined] # as above
        field.label = _("Six-digit code, or a recovery code")
        field.widget.attrs.update({"placeholder": "", "inputmode": "numeric", "autofocus": True})


class SecondStepForm(_OnceOnly, AuthenticateForm):  # type: ignore[misc] # the library is untyped
    """The code of the authenticator app while signing in."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.dress()


class SecondStepAgainForm(_OnceOnly, ReauthenticateForm):  # type: ignore[misc] # the library is untyped
    """The code of the authenticator app before a sensitive change."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.dress()


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc] # the library is untyped
    """A new passkey; one that stands in for the password, unless its owner does not want that."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["name"].label = _("Device name")
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc] # the library is untyped
    """Another name for a passkey."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["name"].label = _("Device name")
