"""The Chromium that the tests drive."""

import shutil
from typing import Final

# The same browser twice: without the windows and menus that no test looks at, a page costs half.
NAMES: Final = ("chromium-headless-shell", "chromium")


def chromium_here() -> str | None:
    """Return its path, if one is installed."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)
