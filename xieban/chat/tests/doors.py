"""Who gets in: everybody who works here talks; a room about a document is for who may see the document."""

from tests.doors import SIGNED_IN

DOORS: dict[str, frozenset[str]] = {
    "chat:session": SIGNED_IN,
}
