"""Reading a profile: either the whole of it, or every fault with its line, key and what was expected."""

import json
from typing import Final

from zhishou.contracts.rules.declared import Fault, Sheet, WrongDeclaration
from zhishou.systems.rules.consistency import inconsistencies
from zhishou.systems.rules.profile import Profile

KB: Final = 1024
LARGEST: Final = 240 * KB
"""Of what a profile declares; a version has one lasting form, whose size is bounded."""
TOO_LARGE: Final = (
    "what the profile declares comes to %d KB; expected at most %d: "
    "declare some of the components, with their probes, in a profile of their own"
)


class WrongProfile(WrongDeclaration):
    """A profile that cannot be loaded; `faults` has all that is wrong with it."""


_SHEET = Sheet(Profile, inconsistencies=inconsistencies, wrong=WrongProfile)


def read_profile(text: str) -> Profile:
    """Return the profile, or raise with every fault at once."""
    profile = _SHEET.read(text)
    size = len(json.dumps(profile.model_dump(mode="json", by_alias=True), ensure_ascii=False).encode())
    if size > LARGEST:
        raise WrongProfile((Fault(line=1, key="-", expected=TOO_LARGE % (-(-size // KB), LARGEST // KB)),))
    return profile


def schema() -> dict[str, object]:
    """Return the JSON Schema of a profile, as published in wire/."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_SHEET.schema}
