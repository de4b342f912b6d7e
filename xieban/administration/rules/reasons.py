"""Why a part does not do well, in Chinese; what looks at it says it in English, as programs read it; pure."""

import re
from collections.abc import Mapping
from typing import Final

CHINESE: Final[Mapping[str, str]] = {
    r"no worker is alive": "没有后台进程在运行",
    r"a task has waited (\d+) s": "有后台任务已等待 {0} 秒",
    r"(\d+) tasks have failed": "{0} 项后台任务失败",
    r"(\d+) migrations were not run, (.+) is the first": "有 {0} 项数据库迁移未执行，第一项是 {1}",
    r"it never ran": "从未运行过",
    r"it last ran (\d+) s ago": "上次运行在 {0} 秒之前",
    r"a message waited (\d+) s": "有内部消息已等待 {0} 秒",
    r"(\d+) messages were given up": "{0} 条内部消息未能送达，已放弃",
    r"nothing answers on port (\d+) here": "本机端口 {0} 无应答",
    r"the folder of the files is missing": "存放文件的目录不存在",
    r"only (\d+) MB are free": "剩余空间只有 {0} MB",
    r"no flow is published": "尚未发布任何流程",
    r"(\d+) timers are late": "{0} 个流程定时器已逾时",
    r"(\d+) services fail": "{0} 项流程自动服务失败",
    r"the index is empty: rebuild it": "检索索引为空：请重建索引",
    r"no font for (.+)": "缺少字体：{0}",
    r"there is no administrator as whom to look": "没有管理员账号，无法检查",
    r"database: (.*)": "数据库：{0}",
    r"its environment is missing: run `make build`": "缺少运行环境：请执行 make build",
    r"nothing answers at (.+)": "{0} 无应答",
    r"nobody stands at its gate, (.+)": "网关 {0} 无应答",
    r"no keeper is alive": "即时通讯的守护进程没有运行",
    r"(\d+) accounts or rooms wait to be made so": "{0} 个账号或聊天室等待同步",
    r"(\d+) accounts or rooms were refused by the chat server": "{0} 个账号或聊天室被聊天服务器拒绝",
    r"messages of the service wait": "有服务消息等待发出",
}
"""By the pattern of the English sentence."""


def said(reason: str, language: str) -> str:
    """Return a reason in the language of a page; one that is not known stays as it is."""
    if not language.lower().startswith("zh"):
        return reason
    for pattern, words in CHINESE.items():
        if found := re.fullmatch(pattern, reason):
            return words.format(*found.groups())
    return reason
