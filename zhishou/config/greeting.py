"""The words at the end of the start: where it is, and who can sign in; Chinese and English side by side."""

from django.conf import settings
from django.utils import translation

from jishi.deployment.door import wide
from zhishou.config.cast import ADMINISTRATOR, OURS, THEIRS, Part
from zhishou.people.models import ROLE_NAMES


def accounts() -> str:
    """Return the demonstration's accounts as a table."""
    lines = [
        "  演示账号，密码均为 · Demo accounts, all with the password:  " + settings.DEMO_PASSWORD,
        "",
        _line(ADMINISTRATOR.username, ADMINISTRATOR.name, "平台管理员", "platform administrator"),
        *(_of(part) for part in OURS.parts),
        "",
        "  另一份合同的人（互不可见） · People of another contract, strangers to these:",
        *(_of(part) for part in THEIRS.parts),
    ]
    return "\n".join(lines)


def _of(part: Part) -> str:
    with translation.override("zh-hans"):
        chinese = str(ROLE_NAMES[part.role])
    return _line(part.username, part.name, chinese, part.role.value.replace("_", " "))


def _line(username: str, name: str, chinese: str, english: str) -> str:
    return f"    {username:<14}{wide(name, 10)}{wide(chinese, 18)}{english}"
