"""What the scopes of a token are called."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xieban.administration.models import FACT, Entry
from xieban.administration.rules.scopes import SCOPES

AREA_NAMES = {
    "parts": _("Components and modules"),
    "parameters": _("Parameters"),
    "permissions": _("Permissions"),
    "accounts": _("Accounts"),
    "sessions": _("Signed-in devices"),
    "flows": _("Flow definitions"),
    "instances": _("Flow instances"),
    "queue": _("Background work"),
    "search": _("Search indexes"),
    "attachments": _("Attachments"),
    "audit": _("Audit log"),
}


def scope_name(scope: str) -> str:
    """Return a scope in words."""
    area, _colon, verb = scope.partition(":")
    words = gettext("%(area)s: look") if verb == "read" else gettext("%(area)s: look and change")
    return words % {"area": AREA_NAMES[area]}


def scope_choices() -> list[tuple[str, str]]:
    """Return what a token may carry, in words."""
    return [(scope, scope_name(scope)) for scope in SCOPES]


FACT_NAMES = {
    "directory.UnitChanged": _("Unit or department changed"),
    "directory.PostChanged": _("Post changed"),
    "directory.PersonChanged": _("Person changed"),
    "directory.AppointmentChanged": _("Post taken up or laid down"),
    "directory.DelegationChanged": _("Delegation made or ended"),
    "directory.PersonLeft": _("Person left"),
    "directory.SignedIn": _("Somebody signed in"),
    "directory.SignInFailed": _("Sign-in failed"),
    "directory.SessionsEnded": _("Devices signed out"),
    "directory.LockLifted": _("Lock lifted"),
    "directory.PasswordChanged": _("Password changed"),
    "directory.PasswordForgotten": _("Link for a new password asked for"),
    "directory.PasswordLinkMade": _("Link for a new password made"),
    "directory.SecondFactorChanged": _("Second factor changed"),
}


def what_of(entry: Entry) -> str:
    """Return what happened: in words where it is a fact about people, else as it is called."""
    return str(FACT_NAMES.get(entry.what, "")) or entry.what or entry.path


def who_of(entry: Entry) -> str:
    """Return who did it."""
    if entry.person is not None:
        return entry.person.name
    if entry.method == FACT:
        return gettext("Not signed in, or the operator at the console")
    return gettext("Nobody: no token that counts")
