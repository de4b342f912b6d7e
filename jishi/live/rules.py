"""Where pages may connect to; pure, so that settings can ask."""

from collections.abc import Iterable


def sources(*, hosts: Iterable[str], port: int, url: str, https: bool) -> list[str]:
    """Return what the content security policy must allow a page to connect to, besides its own origin."""
    if url:
        return [url] if "://" in url else []
    scheme = "https" if https else "http"
    # An address in brackets is no host in a policy; pages asked of one fall back to asking again now and then.
    names = [
        "*" if host == "*" else f"*{host}" if host.startswith(".") else host for host in hosts if "[" not in host
    ]
    return [f"{scheme}://{name}:{port}" for name in names]
