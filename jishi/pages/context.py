"""Gives every template the shell of the product, made only when it is drawn."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from jishi.live.door import address


def shell(request: HttpRequest) -> dict[str, object]:
    """Ask the product's own function, named by `PAGES_SHELL`, what stands around this page."""
    return {
        "shell": SimpleLazyObject(lambda: import_string(settings.PAGES_SHELL)(request)),
        "live_url": SimpleLazyObject(lambda: address(request)),
    }
