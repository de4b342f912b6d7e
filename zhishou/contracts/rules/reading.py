"""Reading a pack: either the whole of it, or every fault with its line, key and what was expected."""

from zhishou.contracts.rules.consistency import inconsistencies
from zhishou.contracts.rules.declared import Sheet, WrongDeclaration
from zhishou.contracts.rules.pack import Pack


class WrongPack(WrongDeclaration):
    """A pack that cannot be loaded; `faults` has all that is wrong with it."""


_SHEET = Sheet(Pack, inconsistencies=inconsistencies, wrong=WrongPack)


def read_pack(text: str) -> Pack:
    """Return the pack, or raise with every fault at once."""
    return _SHEET.read(text)


def schema() -> dict[str, object]:
    """Return the JSON Schema of a pack, as published in wire/."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_SHEET.schema}
