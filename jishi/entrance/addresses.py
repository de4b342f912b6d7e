"""Where a request comes from."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the caller's address; X-Forwarded-For counts only as far as our own proxies wrote it."""
    direct = request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 - an address to note, not to listen on
    if not settings.PROXIES:
        return str(direct)
    hops = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if len(hops) < settings.PROXIES:
        return str(direct)
    try:
        return str(ip_address(hops[-settings.PROXIES]))
    except ValueError:
        return str(direct)
