"""How many sign-ins were refused, by every process of a deployment: somebody may be trying passwords."""

from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from prometheus_client import Counter

REFUSED = Counter("sign_ins_refused", "Sign-ins refused.", namespace=settings.METRICS_PREFIX)


def watch_sign_ins() -> None:
    """Count from now on, in this process; Django tells of every refusal, also while somebody is locked out."""
    user_login_failed.connect(_count, dispatch_uid="jishi.health.refused")


def _count(**_words: Any) -> None:
    REFUSED.inc()
