"""The client's hand as a ready row."""

from dataclasses import dataclass
from datetime import datetime

from zhishou.desk.rules.strokes import drawn
from zhishou.inspections.models import Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRow:
    """The client's hand."""

    path: str
    name: str
    office: str
    opinion: str
    at: datetime
    digest: str


def signed_row(found: Signature | None) -> SignedRow | None:
    """Return the client's hand, where there is one."""
    if found is None:
        return None
    return SignedRow(
        path=drawn(found.strokes),
        name=found.signer_name,
        office=found.signer_role,
        opinion=found.opinion,
        at=found.signed_at,
        digest=found.digest,
    )
