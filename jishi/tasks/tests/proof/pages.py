from datetime import datetime

from django.contrib.auth.models import User


def audiences_of(*, person: User, at: datetime) -> frozenset[str]:
    return frozenset({f"person:{person.username}", "house"})
