"""The parts of the office system as the client's people name them; what stands in no table keeps its own name."""

from collections.abc import Mapping
from typing import Final

from zhishou.contracts.rules.words import Words

MODULES: Final[Mapping[str, Words]] = {
    "documents": ("公文", "Documents"),
    "messages": ("即时消息", "Instant messages"),
    "sign_in": ("登录与账号", "Signing in and accounts"),
    "printing": ("浏览器、打印、插件", "Browser, printing, plug-ins"),
    "other": ("其他", "Something else"),
}
LONGEST: Final = 60


def as_module(text: str) -> str:
    """Return the code of a module that the table names, in whichever language; any other name as it was written."""
    text = text.strip()
    return next((code for code, names in MODULES.items() if text in (code, *names)), text[:LONGEST])


def module_name(module: str, language: str) -> str:
    """Name a module in the language of the page."""
    names = MODULES.get(module)
    if names is None:
        return module
    return names[0] if language.startswith("zh") else names[1]
