"""The door of the sentences: what is said later, and what is wrong with something written."""

from jishi.sentences.sentences import Sentence, Translate, Value, Wrong, gettext_noop, in_english

__all__ = ("Sentence", "Translate", "Value", "Wrong", "gettext_noop", "in_english")
