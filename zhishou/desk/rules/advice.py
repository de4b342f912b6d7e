"""Which level the words of a report speak for. It is advice with its reason: a person chooses.

Level 1 is a system that is down or that nobody gets into; level 2 a key business that fails, or anything that fails
for all (mission, section 3). A word that is denied (“没有宕机”, “不是所有人”) counts for nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from zhishou.contracts.rules import Level

DOWN: Final = (
    "宕机", "死机了", "瘫痪", "系统崩溃", "服务器崩溃", "服务器挂", "系统挂", "无法启动", "启动不了", "起不来",
    "停止服务", "数据丢失", "数据没了", "数据全没", "勒索", "is down", "crashed",
)  # fmt: skip
"""The system stands still, or loss is near: one of these is enough."""
EVERYBODY: Final = (
    "全部", "所有人", "所有用户", "所有处室", "大家", "全体", "全处", "全单位", "全机关", "全局", "全厅", "全办",
    "全会", "各处室", "各单位", "多个处室", "整个", "都打不开", "都登不",
    "都登录不", "都无法", "都不能", "都用不了", "都上不去",
    "没人能", "没有人能", "谁都", "everybody", "everyone", "nobody can", "all users",
)  # fmt: skip
"""It is not one person’s trouble."""
SYSTEM: Final = ("系统", "平台", "服务器", "网站", "主页", "首页", "system", "server")
SHUT: Final = (
    "打不开", "登不上", "登不了", "登录不了", "登录不上", "无法登录", "不能登录", "进不去", "上不去", "访问不了",
    "无法访问", "不能访问", "连不上", "无法使用", "用不了", "没有响应",
    "can get in", "cannot sign in", "cannot open",
)  # fmt: skip
"""Nobody who says this gets to his work."""
FAILS: Final = (
    *SHUT, "无法", "不能", "办不了", "发不出", "发不了", "收不到", "签不了", "卡死", "卡住", "白屏", "报错", "转圈",
    "没反应", "出错", "失败", "cannot", "can't", "fails",
)  # fmt: skip
KEY_BUSINESS: Final = ("办文", "办公文", "发文", "收文", "签发", "签批", "流转", "会签", "用印", "交换")
"""What the client may not be without, by its verbs."""
ONE_PERSON: Final = ("我", "本人", "个人", "个别", "一个人", "一台", "某", "他的", "她的", "my ", "one person")
KEY_MODULES: Final = frozenset({"documents", "sign_in"})
DENIED: Final = re.compile(
    r"(没有?|未|并非|并不是|(?<!是)不是|不影响|不涉及|除了|除|不存在|\bnot|\bno)[^，。；,.;\n]{0,4}$"
)
CAN_AGAIN: Final = re.compile(r"(已经?|现在|又)(全部)?(恢复|好了|正常|解决)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A level, and the words of the report that speak for it; none where nothing speaks for more than level 3."""

    level: Level
    because: tuple[str, ...]


def advised_level(words: str, module: str = "") -> Advice:
    """Return the level that a report speaks for."""
    text = words.lower()
    if CAN_AGAIN.search(text):
        return Advice(level=Level.ORDINARY, because=())
    everybody, system = spoken(text, EVERYBODY), spoken(text, SYSTEM)
    shut, fails = spoken(text, SHUT), spoken(text, FAILS)
    fatal = spoken(text, DOWN) or _all(everybody, system, shut)
    if fatal:
        return Advice(level=Level.FATAL, because=fatal)
    business = () if spoken(text, ONE_PERSON) else _all(spoken(text, KEY_BUSINESS), fails)
    severe = _all(everybody, fails) or business or (everybody[:1] if module in KEY_MODULES else ())
    return Advice(level=Level.SEVERE if severe else Level.ORDINARY, because=severe)


def _all(*found: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first phrase of each kind, where none of the kinds is missing."""
    return tuple(phrases[0] for phrases in found) if all(found) else ()


def spoken(text: str, phrases: Iterable[str]) -> tuple[str, ...]:
    """Return the phrases that stand in the text and are not denied just before, in the order of the text."""
    found: dict[int, str] = {}
    for phrase in phrases:
        for match in re.finditer(re.escape(phrase), text):
            if not DENIED.search(text[: match.start()][-10:]):
                found.setdefault(match.start(), phrase)
                break
    return tuple(found[place] for place in sorted(found))
