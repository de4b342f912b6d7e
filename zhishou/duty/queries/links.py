"""The signed link of a page: short, unguessable, good for a few days, used once."""

import base64
import binascii
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from zhishou.duty import models


def _signer() -> Signer:
    return Signer(salt="zhishou.duty.page")


def link_of(page: models.Page) -> str:
    """Return the path by which whoever was called can answer."""
    name = base64.urlsafe_b64encode(page.uuid.bytes).rstrip(b"=").decode()
    return reverse("duty:answer", args=[_signer().sign(name)])


def page_of_link(token: str, *, at: datetime) -> models.Page | None:
    """Return the page that a link belongs to; None for a forged or an old one."""
    try:
        key = uuid.UUID(bytes=base64.urlsafe_b64decode(_signer().unsign(token) + "=="))
    except (BadSignature, binascii.Error, ValueError):
        return None
    found = models.Page.objects.filter(uuid=key, made_at__gt=at - timedelta(hours=settings.DUTY_LINK_HOURS))
    return found.select_related("person", "step__run__engagement", "step__run__acknowledged_by").first()
