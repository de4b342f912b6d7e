"""The demonstration's accounts as `start` prints them; Chinese and English side by side."""

from django.conf import settings
from django.utils import translation

from jishi.deployment.door import wide
from xieban.config.cast import PARTS, ROOMS, Part
from xieban.directory.models import ROLE_NAMES


def accounts() -> str:
    """Return the demonstration's accounts as a table."""
    lines = [
        "  演示账号，密码均为 · Demo accounts, all with the password:  " + settings.DEMO_PASSWORD,
        "",
        *(_line(part) for part in PARTS),
    ]
    return "\n".join(lines)


def _line(part: Part) -> str:
    unit = next(room.name for room in ROOMS if room.code == part.unit)
    with translation.override("zh-hans"):
        chinese = "、".join(str(ROLE_NAMES[role]) for role in part.roles) or "拟稿人"
    english = ", ".join(role.value.replace("_", " ") for role in part.roles) or "drafter"
    return f"    {part.username:<14}{wide(part.name, 8)}{wide(unit, 12)}{wide(chinese, 34)}{english}"
