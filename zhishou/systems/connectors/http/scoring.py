"""The score of a page's security headers, after Mozilla's Observatory: 100, less what is missing."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.http.client import Page
from zhishou.systems.rules.observing import Observation, measured

HALF_A_YEAR = 15_768_000
MISSING = {
    "hsts": 20,
    "csp": 25,
    "cookie-secure": 40,
    "cookie-httponly": 30,
    "nosniff": 5,
    "frame-options": 20,
    "plain-http": 20,
    "redirect": 20,
}


def score(page: Page, *, stays_plain: bool = False) -> Observation:
    """Take off what each missing header costs, and a page without TLS that does not lead to one with it."""
    wrong = [*_missing(page), *(["redirect"] if stays_plain else [])]
    points = max(0, 100 - sum(MISSING[one] for one in wrong))
    words = _("Missing: %(missing)s.") if wrong else _("No header is missing.")
    return measured(points, unit="points", words=words, missing=", ".join(wrong))


def versions_shown(page: Page, *, old_tls: str = "") -> Observation:
    """Count the headers that tell a stranger which software of which version this is, and TLS that is too old."""
    telling = [
        name
        for name in ("server", "x-powered-by", "x-aspnet-version", "x-generator", "x-runtime")
        if any(letter.isdigit() for letter in page.headers.get(name, ""))
    ]
    telling += [old_tls] if old_tls else []
    return measured(len(telling), words=_("Shown: %(names)s.") if telling else "", names=", ".join(telling))


def _missing(page: Page) -> Iterator[str]:
    headers = page.headers
    policy = headers.get("content-security-policy", "")
    if page.url.startswith("https://"):
        age = headers.get("strict-transport-security", "").lower().partition("max-age=")[2].partition(";")[0]
        if not age.strip().isdigit() or int(age) < HALF_A_YEAR:
            yield "hsts"
    else:
        yield "plain-http"
    if not policy or "unsafe-inline" in policy.partition("script-src")[2].partition(";")[0]:
        yield "csp"
    cookies = [one.lower() for one in page.cookies if "session" in one.partition("=")[0].lower()]
    if any("secure" not in _flags(one) for one in cookies):
        yield "cookie-secure"
    if any("httponly" not in _flags(one) for one in cookies):
        yield "cookie-httponly"
    if headers.get("x-content-type-options", "").lower() != "nosniff":
        yield "nosniff"
    if "frame-ancestors" not in policy and not headers.get("x-frame-options"):
        yield "frame-options"


def _flags(cookie: str) -> set[str]:
    return {part.strip().partition("=")[0] for part in cookie.split(";")[1:]}
