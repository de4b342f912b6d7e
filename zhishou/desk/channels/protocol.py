"""What a channel declares about itself."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhishou.desk.rules.channels import Limits

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = ["Channel", "Limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One kind of way by which something reaches us."""

    kind: str
    """The folder's name; stands on every intake, so that it never changes."""
    name: "StrOrPromise"
    """What users call it."""
    limits: Limits
    is_spoken: bool = False
    """Whether whoever reaches us is spoken to at that moment: then the call itself is the answer by phone."""
