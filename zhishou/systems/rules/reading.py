"""Reading a profile: either the whole of it, or every fault with its line, key and what was expected."""

from zhishou.contracts.rules.declared import Sheet, WrongDeclaration
from zhishou.systems.rules.consistency import inconsistencies
from zhishou.systems.rules.profile import Profile


class WrongProfile(WrongDeclaration):
    """A profile that cannot be loaded; `faults` has all that is wrong with it."""


_SHEET = Sheet(Profile, inconsistencies=inconsistencies, wrong=WrongProfile)


def read_profile(text: str) -> Profile:
    """Return the profile, or raise with every fault at once."""
    return _SHEET.read(text)


def schema() -> dict[str, object]:
    """Return the JSON Schema of a profile, as published in wire/."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_SHEET.schema}
