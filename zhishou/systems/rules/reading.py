"""Reading a profile: either the whole of it, or every fault with its line, key and what was expected."""

import json
from typing import Final

from jishi.sentences.door import Sentence
from jishi.sentences.door import gettext_noop as _
from zhishou.contracts.rules.declared import Fault, Sheet, WrongDeclaration
from zhishou.systems.rules.consistency import inconsistencies
from zhishou.systems.rules.profile import Profile

KB: Final = 1024
LARGEST: Final = 240 * KB
"""Of what a profile declares; a version has one lasting form, whose size is bounded."""
TOO_LARGE: Final = _(
    "what the profile declares comes to %(size)s KB; expected at most %(most)s: "
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
        said = Sentence.of(TOO_LARGE, size=-(-size // KB), most=LARGEST // KB)
        raise WrongProfile([Fault(line=1, key="-", expected=said)])
    return profile


def schema() -> dict[str, object]:
    """Return the JSON Schema of a profile, as published in wire/."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_SHEET.schema}
