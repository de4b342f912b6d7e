"""Which module and which service the words of a report speak for: advice with its reason; a person chooses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from zhishou.contracts.rules import ServiceCode
from zhishou.desk.rules.advice import spoken

MODULE_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "documents": (
        "公文", "发文", "收文", "办文", "签报", "签发", "签批", "流转", "会签", "文号", "套红", "红头", "拟稿",
        "用印", "document",
    ),
    "messages": ("即时消息", "即时通讯", "聊天", "消息", "群里", "群聊", "chat", "message"),
    "sign_in": ("登录", "登不", "登陆", "密码", "账号", "帐号", "验证码", "被锁", "sign in", "password", "account"),
    "printing": (
        "打印", "浏览器", "插件", "控件", "pdf", "wps", "word", "兼容", "看图", "签章", "ukey", "browser", "print",
    ),
}  # fmt: skip
"""By which words a module is known; the codes are those of rules/modules.py."""
SERVICE_WORDS: Final[Mapping[ServiceCode, tuple[str, ...]]] = {
    ServiceCode.SYSTEM_ENVIRONMENT: (
        "服务器", "数据库", "宕机", "瘫痪", "中间件", "应用服务", "磁盘", "起不来", "无法启动",
        "server", "database",
    ),
    ServiceCode.CLIENT_ENVIRONMENT: (
        "打印", "浏览器", "控件", "插件", "pdf", "wps", "word", "看图", "电脑", "终端", "客户端", "驱动", "ukey",
        "browser", "print",
    ),
    ServiceCode.CORRECTIVE_MAINTENANCE: (
        "僵死", "流程卡", "卡在", "误删", "删错", "重复数据", "数据错", "数据丢失", "数据不对", "补数据", "改数据",
        "退不回", "撤不回", "乱码",
    ),
    ServiceCode.HAZARD_ASSESSMENT: ("隐患", "漏洞", "弱口令", "扫描", "风险评估", "等保"),
    ServiceCode.TUNING: ("很慢", "太慢", "变慢", "卡顿", "优化", "性能", "slow"),
    ServiceCode.CONSULTING_AND_TRAINING: (
        "请问", "怎么用", "怎么操作", "如何", "不会用", "培训", "讲课", "操作手册", "how to", "training",
    ),
    ServiceCode.EMERGENCY_DRILLS: ("演练", "应急预案", "drill"),
    ServiceCode.MAJOR_EVENTS: ("割接", "扩容", "迁移", "上线保障", "重大活动", "接入新", "安全部署"),
    ServiceCode.KEY_USERS: ("重点用户", "领导办公室", "领导家", "会长", "书记"),
    ServiceCode.SERVICE_REPORTS: ("运维报告", "阶段报告", "工作报告", "月报", "季报", "年报"),
    ServiceCode.BASIC_OPERATION: ("权限", "开通", "新增用户", "新增账号", "参数", "改流程", "调整流程", "加人"),
}  # fmt: skip
"""By which words a service of the catalogue is known; what nothing speaks for is basic operation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """What a report is about, and the words that speak for it; nothing where nothing speaks for any."""

    module: str
    module_because: tuple[str, ...]
    service: ServiceCode | None
    service_because: tuple[str, ...]


def sorted_by_words(words: str) -> Sorted:
    """Return the module and the service for which the most words of a report speak; the first of equals."""
    text = words.lower()
    modules = {code: spoken(text, phrases) for code, phrases in MODULE_WORDS.items()}
    services = {code: spoken(text, phrases) for code, phrases in SERVICE_WORDS.items()}
    module = max(modules, key=lambda code: len(modules[code]))
    service = max(services, key=lambda code: len(services[code]))
    return Sorted(
        module=module if modules[module] else "",
        module_because=modules[module],
        service=service if services[service] else None,
        service_because=services[service],
    )
