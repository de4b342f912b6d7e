"""A sentence in English that names its values, and knows how to say itself by any catalogue. No Django in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self, Union

Value = Union[str, "Sentence", tuple[str, ...]]
Translate = Callable[[str], str]


def gettext_noop(text: str) -> str:
    """Mark words for translation; Django's own asks for settings, and what is pure has none."""
    return text


def in_english(message: str) -> str:
    """Translate nothing: messages are written in English."""
    return message


LIST = gettext_noop("%(first)s, %(others)s")
"""How a language writes the items of a list one after another."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message marked by `gettext_noop`, with the values that it names with `%(name)s`."""

    message: str
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, message: str, /, **values: Value | int) -> Self:
        """Return the sentence with its values."""
        return cls(message, tuple((key, str(one) if isinstance(one, int) else one) for key, one in values.items()))

    def said(self, translate: Translate) -> str:
        """Say it by a catalogue, and every sentence and list within it as well."""
        words = {name: _said(value, translate) for name, value in self.values}
        message = translate(self.message)
        return message % words if words else message


class Wrong(ValueError):
    """Something was written that cannot be meant; its sentence says what is wrong with it."""

    def __init__(self, message: str, /, **values: Value | int) -> None:
        """Keep the sentence; as a text the error is in English."""
        self.sentence = Sentence.of(message, **values)
        super().__init__(self.sentence.said(in_english))


def _said(value: Value, translate: Translate) -> str:
    if isinstance(value, Sentence):
        return value.said(translate)
    if isinstance(value, str):
        return value
    *earlier, words = value or ("",)
    for one in reversed(earlier):
        words = translate(LIST) % {"first": one, "others": words}
    return words
