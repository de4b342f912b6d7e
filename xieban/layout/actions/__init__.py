"""Set a document: as PDF, as Word. Both refuse what cannot be set as the standard asks."""

from xieban.layout.actions.admission import admit
from xieban.layout.actions.html import body_from
from xieban.layout.actions.pdf import FontSubstituted, Rendering, render_pdf
from xieban.layout.actions.word import render_word

__all__ = ("FontSubstituted", "Rendering", "admit", "body_from", "render_pdf", "render_word")
