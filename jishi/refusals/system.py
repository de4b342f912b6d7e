"""What the operating system complains of, in the reader's language."""

import os
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy

from jishi.sentences.door import gettext_noop

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# As the system says them; what stands not here is said in English.
SYSTEM_SAYS: Final = frozenset(
    {
        gettext_noop("No such file or directory"),
        gettext_noop("Permission denied"),
        gettext_noop("Operation not permitted"),
        gettext_noop("Is a directory"),
        gettext_noop("Not a directory"),
        gettext_noop("File exists"),
        gettext_noop("No space left on device"),
        gettext_noop("Read-only file system"),
        gettext_noop("Disk quota exceeded"),
        gettext_noop("File too large"),
        gettext_noop("Input/output error"),
        gettext_noop("File name too long"),
        gettext_noop("Too many open files"),
        gettext_noop("Too many levels of symbolic links"),
        gettext_noop("Address already in use"),
        gettext_noop("Cannot assign requested address"),
        gettext_noop("Connection refused"),
        gettext_noop("Connection reset by peer"),
        gettext_noop("Connection timed out"),
        gettext_noop("No route to host"),
        gettext_noop("Network is unreachable"),
        gettext_noop("Broken pipe"),
        gettext_noop("Exec format error"),
        gettext_noop("Cannot allocate memory"),
        gettext_noop("Device or resource busy"),
        gettext_noop("Stale file handle"),
    }
)


def why_of(error: OSError) -> "StrOrPromise":
    """Return what the system said, to be put into a sentence; it speaks the language of that sentence."""
    number = error.errno
    text = os.strerror(number) if number and number > 0 else error.strerror or str(error)
    return gettext_lazy(text) if text in SYSTEM_SAYS else text
