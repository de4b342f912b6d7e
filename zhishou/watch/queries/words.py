"""The words of the watch as people read them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

STAGES: Final = {
    "looking": _("Being looked into"),
    "found": _("Cause found"),
    "mending": _("Being mended"),
    "over": _("Over"),
    "notice": _("Notice"),
}
