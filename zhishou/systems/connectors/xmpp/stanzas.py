"""The XML of a chat stream, read piece by piece and never further than is wanted.

The stream is one document without an end. What a server may make us hold is bounded here, in bytes and in depth;
what XMPP forbids (a document type, entities, comments, instructions: RFC 6120, 11.1) ends the look.
"""

from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.reaching import NotReachedError, no_answer

MOST: Final = 256 * 1024  # of one look: an honest server sends a few thousand bytes
DEEPEST: Final = 32
APART: Final = "|"  # between namespace and name


def foreign() -> NotReachedError:
    """Say that this is no chat server's talk."""
    return no_answer(_("What came back is not what this service says."))


@dataclass(slots=True, kw_only=True)
class Stanza:
    """One element of the stream."""

    namespace: str
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list["Stanza"] = field(default_factory=list)

    def child(self, name: str, namespace: str = "") -> "Stanza | None":
        """Return the first child of that name."""
        same = (one for one in self.children if one.name == name)
        return next((one for one in same if namespace in {"", one.namespace}), None)


class Stanzas:
    """Takes bytes, gives whole stanzas; one for each stream, so a new one after TLS and after signing in."""

    def __init__(self, *, most: int = MOST) -> None:
        self._parser = expat.ParserCreate(namespace_separator=APART)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._words
        for what in ("StartDoctypeDecl", "ProcessingInstruction", "Comment"):
            setattr(self._parser, f"{what}Handler", self._forbidden)
        if hasattr(self._parser, "SetReparseDeferralEnabled"):  # else the end of a stanza may wait for the next one
            self._parser.SetReparseDeferralEnabled(False)
        self._open: list[Stanza] = []
        self._whole: list[Stanza] = []
        self.left = most
        self.ended = False

    def feed(self, raw: bytes) -> list[Stanza]:
        """Take what came; return the stanzas that are whole now."""
        self.left -= len(raw)
        if self.left < 0:
            raise foreign()
        try:
            self._parser.Parse(raw, False)
        except expat.ExpatError as error:
            raise foreign() from error
        whole, self._whole = self._whole, []
        return whole

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _sep, name = tag.rpartition(APART)
        if not self._open and name != "stream":
            raise foreign()
        if len(self._open) >= DEEPEST:
            raise foreign()
        self._open.append(Stanza(namespace=namespace, name=name, attributes=attributes))

    def _end(self, _tag: str) -> None:
        closed = self._open.pop()
        if not self._open:
            self.ended = True
        elif len(self._open) == 1:
            self._whole.append(closed)
        else:
            self._open[-1].children.append(closed)

    def _words(self, text: str) -> None:
        if len(self._open) > 1:
            self._open[-1].text += text

    def _forbidden(self, *_what: object) -> None:
        raise foreign()
