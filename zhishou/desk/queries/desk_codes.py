"""The secret behind the short code at the client's desk."""

from zhishou.desk.models import DeskCode
from zhishou.people.models import Engagement


def secret_of(engagement: Engagement) -> str:
    """Return the secret behind the codes of one contract; empty where no code was ever shown."""
    row = DeskCode.objects.filter(engagement=engagement).first()
    return row.secret.reveal() if row else ""
