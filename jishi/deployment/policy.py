"""What a browser may load and send: nothing inline, nothing from elsewhere."""

from collections.abc import Iterable
from typing import Any

from csp.constants import NONCE, NONE, SELF


def policy_of(*, connects: Iterable[str], posts: Iterable[str] = ()) -> dict[str, dict[str, list[Any]]]:
    """Return the content security policy; `connects` hear live news, `posts` are led to after a form."""
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF, NONCE],
            "style-src": [SELF, NONCE],
            "img-src": [SELF, "data:"],
            "font-src": [SELF],
            "connect-src": [SELF, *connects],
            "manifest-src": [SELF],
            "form-action": [SELF, *posts],
            "frame-ancestors": [NONE],
            "base-uri": [NONE],
            "object-src": [NONE],
        }
    }
