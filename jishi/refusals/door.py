"""The base of every refusal; a refusal's docstring is its message, in English, translated when shown.

And of every trouble that stops a command: whoever sits at the console reads Chinese or English.
"""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import ClassVar

from django.apps import apps
from django.utils.translation import gettext, override, pgettext

from jishi.refusals.system import SYSTEM_SAYS, why_of

__all__ = [
    "CONSOLE_LANGUAGES",
    "SYSTEM_SAYS",
    "Invalid",
    "NotAllowed",
    "NotThere",
    "Refusal",
    "Stale",
    "Trouble",
    "code_of",
    "in_both",
    "listed",
    "why_of",
]

CONSOLE_LANGUAGES = ("zh-hans", "en")


def listed(names: Iterable[object]) -> str:
    """Return names one after another, as the language that is active now writes a list."""
    return pgettext("between the items of a list", ", ").join(str(name) for name in names)


class Refusal(Exception):
    """This cannot be done."""

    status: ClassVar[HTTPStatus] = HTTPStatus.CONFLICT

    def __init__(self, **words: object) -> None:
        """Keep the values that the message names with `%(name)s`."""
        super().__init__(self.__doc__)
        self.words = words

    @property
    def code(self) -> str:
        """The refusal's name, stable for programs, e.g. `CannotCloseTicket`."""
        return type(self).__name__

    def __str__(self) -> str:
        """Say the message in the language that is active now."""
        docstring = " ".join((self.__doc__ or "").split())
        message = gettext(docstring)
        return message % self.words if self.words else message


def code_of(status: HTTPStatus) -> str:
    """Return the name, for programs, of an answer that no refusal has named, e.g. `RequestEntityTooLarge`."""
    if status == NotThere.status:
        return NotThere.__name__
    return "".join(word.capitalize() for word in re.split(r"\W+", status.phrase))


class NotThere(Refusal):
    """There is nothing here, or nothing that you may see."""

    status = HTTPStatus.NOT_FOUND


class NotAllowed(Refusal):
    """Your role does not allow this."""

    status = HTTPStatus.FORBIDDEN


class Invalid(Refusal):
    """Something that was sent is not as it must be."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class Stale(Refusal):
    """Somebody changed this in the meantime. Look at the new state, then decide again."""

    status = HTTPStatus.PRECONDITION_FAILED


class Trouble(Exception):
    """One sentence that says why a command stops, and what to do; the message is marked by `gettext_noop`."""

    def __init__(self, message: str, **words: object) -> None:
        """Keep the values that the message names with `%(name)s`."""
        super().__init__(message)
        self.message, self.words = message, words

    def __str__(self) -> str:
        """Say it in both languages."""
        return in_both(self.message, **self.words)

    def said(self) -> str:
        """Say it in the language that is active now, and every trouble within it as well."""
        return gettext(self.message) % {name: _said(value) for name, value in self.words.items()}


def _said(value: object) -> object:
    return value.said() if isinstance(value, Trouble) else value


def in_both(message: str, **words: object) -> str:
    """Return a sentence for the console in Chinese and English; once where the words were never compiled."""
    if not apps.ready:
        return message % words
    spoken = []
    for language in CONSOLE_LANGUAGES:
        with override(language):
            spoken.append(gettext(message) % {name: _said(value) for name, value in words.items()})
    return " ".join(dict.fromkeys(spoken))
