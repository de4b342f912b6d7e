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
    "chat.ProbeKeyChanged": _("Key of an outside watch for the chat made, renewed or ended"),
}


CHANGE_NAMES = {
    "tokens.make": _("Token made"),
    "tokens.revoke": _("Token revoked"),
    "parameters.change": _("Parameter changed"),
    "accounts.lock": _("Account locked"),
    "accounts.unlock": _("Account unlocked"),
    "accounts.sign_out": _("Account signed out everywhere"),
    "sessions.end": _("One device signed out"),
    "flows.keep": _("Flow kept as a draft"),
    "flows.publish": _("Flow published"),
    "flows.roll_back": _("Flow gone back to an earlier version"),
    "instances.suspend": _("Instance suspended"),
    "instances.resume": _("Instance goes on"),
    "instances.end": _("Instance ended"),
    "instances.transfer": _("Work of an instance given to another"),
    "instances.add_signer": _("People put where an instance had nobody"),
    "instances.jump": _("Instance moved to another step"),
    "instances.retry": _("Service of an instance called anew"),
    "instances.migrate": _("Instance taken to another version"),
    "queue.retry": _("Failed task tried again"),
    "queue.retry_message": _("News that was given up tried again"),
    "search.rebuild": _("Search index built anew"),
}
"""What programs and administrators change."""


def what_of(entry: Entry) -> str:
    """Return what happened, in words; a call that changes nothing looks at something."""
    known = FACT_NAMES.get(entry.what) or CHANGE_NAMES.get(entry.what)
    return str(known) if known else entry.what or gettext("Looked")


def who_of(entry: Entry) -> str:
    """Return who did it."""
    if entry.person is not None:
        return entry.person.name
    if entry.method == FACT:
        return gettext("Not signed in, or the operator at the console")
    return gettext("Nobody: no token that counts")
