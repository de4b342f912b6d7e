"""The kinds of approval; pure."""

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What is applied for; the word is the key of its flow."""

    LEAVE = "leave"
    CAR = "car"
    SEAL = "seal"


ANNUAL: Final = "年休假"
"""The kind of leave that is drawn from an entitlement, as the flow calls it."""
PAPERS: Final = "approvals.papers"
"""The kind of body that holds the files to be sealed."""
