"""What the scopes of a token are called."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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
