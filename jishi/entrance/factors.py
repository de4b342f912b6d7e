"""Second factors that come and go on the library's pages: each is noted, in the transaction that makes it so.

The library's own signals come after the commit, when a killed process would lose the evidence.
"""

from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from django.db.models.signals import post_delete, post_save

from jishi.entrance.gate import gate


def listen() -> None:
    """Hear of every factor that is written or erased while a request is being answered."""
    post_save.connect(on_saved, sender=Authenticator, dispatch_uid="entrance.factor_saved")
    post_delete.connect(on_erased, sender=Authenticator, dispatch_uid="entrance.factor_erased")


def on_saved(*, instance: Authenticator, created: bool, **_rest: Any) -> None:
    """Note a new factor; the use of one writes it too, and is no news."""
    if created:
        _note(instance, is_added=True)


def on_erased(*, instance: Authenticator, **_rest: Any) -> None:
    """Note that a factor is gone."""
    _note(instance, is_added=False)


def _note(factor: Authenticator, *, is_added: bool) -> None:
    request = context.request
    if request is not None:  # outside of a request nobody changes factors but tests
        gate().note_second_factor(account=factor.user, kind=factor.type, is_added=is_added, at=request.at)
