"""A web process looks for garbage only where there may be some: what it has loaded stays until it ends."""

import gc
from typing import Final

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished

WARM: Final = 100
"""After so many answers the pages in use are loaded: modules, templates, words."""


class Settling:
    """Puts what a process has loaded out of the collector's sight, once, after an answer that is already given.

    Else the collector walks all of it again and again, in the middle of some request: 0.1 s each time.
    """

    def __init__(self, *, after: int = WARM) -> None:
        self._left = after

    def __call__(self, **_signal: object) -> None:
        """Count an answer; settle at the last."""
        self._left -= 1
        if self._left == 0:
            request_finished.disconnect(self)
            gc.collect()
            gc.freeze()


def serving(application: WSGIHandler) -> WSGIHandler:
    """Return the application of a web process that has just loaded it."""
    gc.freeze()
    request_finished.connect(Settling(), weak=False)
    return application
