"""What may be changed while this deployment runs, and what only its environment says."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from jishi.parameters.door import Parameter, changes_of, value_of
from jishi.refusals.door import NotThere

FROM_ENVIRONMENT = {
    "accounts.lock_after": ("AXES_FAILURE_LIMIT", "LOCK_AFTER"),
    "accounts.lock_minutes": ("AXES_COOLOFF_TIME", "LOCK_MINUTES"),
    "accounts.session_seconds": ("SESSION_COOKIE_AGE", "SESSION_HOURS"),
    "files.at_once": ("FILES_AT_ONCE", "FILES_AT_ONCE"),
    "files.largest_bytes": ("FILES_LARGEST", "FILES_LARGEST_MB"),
    "mail.host": ("EMAIL_HOST", "MAIL_HOST"),
    "web.address": ("PUBLIC_URL", "PUBLIC_URL"),
    "web.demo": ("DEMO", "DEMO"),
    "web.proxies": ("PROXIES", "PROXIES"),
    "web.workers": ("WEB_WORKERS", "WEB_WORKERS"),
}
"""Parameter → the setting of Django that holds it, and the environment variable, without its prefix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A parameter as it stands."""

    name: str
    value: str
    default: str | None
    words: str
    is_changeable: bool
    setting: str


def known() -> tuple[Parameter, ...]:
    """Return every parameter that may be changed."""
    found: tuple[Parameter, ...] = import_string(settings.PARAMETERS)
    return found


def get_parameter(name: str) -> Parameter:
    """Return one of them."""
    parameter = next((one for one in known() if one.name == name), None)
    if parameter is None:
        raise NotThere
    return parameter


def shown(parameter: Parameter) -> Shown:
    """Return how one stands."""
    return Shown(
        name=parameter.name,
        value=value_of(parameter),
        default=parameter.default(),
        words=str(parameter.words),
        is_changeable=True,
        setting="",
    )


def all_shown() -> list[Shown]:
    """Return every parameter; those of the environment too, which only whoever starts the product can change."""
    fixed = [
        Shown(
            name=name,
            value=str(getattr(settings, setting)),
            default=None,
            words="",
            is_changeable=False,
            setting=f"{settings.ENVIRONMENT_PREFIX}{variable}",
        )
        for name, (setting, variable) in FROM_ENVIRONMENT.items()
    ]
    return [*(shown(one) for one in known()), *fixed]


__all__ = ["Shown", "all_shown", "changes_of", "get_parameter", "known", "shown"]
