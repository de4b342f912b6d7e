"""Checks of a host, H-01 to H-18, as its agent tells."""

from typing import Final

from jishi.sentences.door import gettext_noop as _
from zhishou.systems.rules.catalogue.check import Check, Option
from zhishou.systems.rules.thresholds import Threshold, over, under
from zhishou.systems.rules.words import ConnectorKind, Severity, Unit, Words

KINDS: Final = frozenset({ConnectorKind.AGENT})
MANUAL: Final = "docs/how-to/watch-a-host.md"
MOUNT: Final = Option(name="mount", means=_("the mount point, such as /var; the worst of all unless said"))


def _check(  # noqa: PLR0917 - the rows of a table
    number: int,
    name: Words,
    unit: Unit,
    warn: Threshold | None,
    critical: Threshold | None,
    advice: Words,
    *options: Option,
    severity: Severity = Severity.HIGH,
    window: str = "15 s",
) -> Check:
    return Check(
        id=f"H-{number:02}",
        name=name,
        unit=unit,
        kinds=KINDS,
        warn=warn,
        critical=critical,
        advice=advice,
        link=MANUAL,
        severity=severity,
        window=window,
        options=(*options, Option(name="stale", means=_("after how many seconds old news is unknown"), of=float)),
    )


CHECKS: Final = (
    _check(
        1,
        ("处理器使用率", "Processor busy"),
        Unit.PERCENT,
        over(80),
        over(90),
        (
            "看哪个进程占用处理器，是否为备份、统计等定时任务。",
            "See which process uses it, and whether a timed job runs.",
        ),
        window="5 min",
    ),
    _check(
        2,
        ("每核负载（5 分钟）", "Load per processor, 5 minutes"),
        Unit.RATIO,
        over(1.5),
        over(3),
        ("看是处理器不足还是磁盘等待。", "See whether processors lack or disks are waited for."),
        window="5 min",
    ),
    _check(
        3,
        ("内存使用率", "Memory used"),
        Unit.PERCENT,
        over(90),
        over(95),
        (
            "看占用最多的进程；持续增长者先重启再查泄漏。",
            "See who holds most; restart what only grows, then find the leak.",
        ),
        severity=Severity.GRAVE,
    ),
    _check(
        4,
        ("交换区剩余", "Swap free"),
        Unit.PERCENT,
        under(50),
        under(20),
        ("内存长期不足：减少进程数或加内存。", "Memory lacks for long: run fewer processes or add memory."),
    ),
    _check(
        5,
        ("磁盘使用率（空间确实紧张时）", "Disk used, where little is left"),
        Unit.PERCENT,
        over(80),
        over(90),
        (
            "清理日志与过期备份，再扩容；勿删正在使用的文件。",
            "Clear logs and old backups, then grow it; delete nothing in use.",
        ),
        MOUNT,
        Option(name="free_gb_warn", means=_("GB that are enough, whatever the share; 10 unless said"), of=float),
        Option(name="free_gb_critical", means=_("GB that are not yet critical; 5 unless said"), of=float),
        severity=Severity.GRAVE,
    ),
    _check(
        6,
        ("inode 剩余", "Inodes free"),
        Unit.PERCENT,
        under(20),
        under(10),
        ("找到小文件极多的目录（会话、缓存）并清理。", "Find the folder of very many small files and clear it."),
        MOUNT,
    ),
    _check(
        7,
        ("磁盘响应时间", "Disk wait"),
        Unit.SECONDS,
        over(0.02),
        over(0.1),
        ("看哪个进程读写最多，云盘是否限速。", "See who reads and writes most, and whether the disk is throttled."),
        severity=Severity.MEDIUM,
    ),
    _check(
        8,
        ("磁盘写满剩余天数", "Days until a disk is full"),
        Unit.DAYS,
        under(90),
        under(30),
        ("按增长趋势安排扩容或归档。", "Plan growth or archiving by the trend."),
        MOUNT,
        window="30 d",
    ),
    _check(
        9,
        ("时钟偏差", "Clock offset"),
        Unit.SECONDS,
        over(2),
        over(5),
        ("检查 chrony/ntp 服务与上游时间源。", "Look at chrony or ntp and the source of time."),
    ),
    _check(
        10,
        ("开机时长", "Time since the start"),
        Unit.MINUTES,
        under(10),
        None,
        ("查明重启原因：计划内、断电还是内核崩溃。", "Find out why it restarted: planned, power, or a crash."),
        severity=Severity.MEDIUM,
    ),
    _check(
        11,
        ("SSH 服务的薄弱设置", "Weak settings of sshd"),
        Unit.COUNT,
        over(0),
        over(4),
        (
            "禁止 root 密码登录，MaxAuthTries 不超过 3，关闭转发，LogLevel VERBOSE。",
            "No root by password, MaxAuthTries up to 3, no forwarding, LogLevel VERBOSE.",
        ),
        severity=Severity.MEDIUM,
        window="1 d",
    ),
    _check(
        12,
        ("危险账号", "Dangerous accounts"),
        Unit.COUNT,
        None,
        over(0),
        (
            "锁定无密码账号，去掉多余的 UID 0，收紧 sudoers。",
            "Lock accounts without password, remove further UID 0.",
        ),
        window="1 d",
    ),
    _check(
        13,
        ("清单之外的开放端口", "Open ports that are not expected"),
        Unit.COUNT,
        None,
        over(0),
        (
            "核对该端口的程序；不需要的停用或改为只听本机。",
            "See which program listens; stop it or bind it to the host.",
        ),
        Option(name="ports", means='ports that are expected, such as ["22", "443"]', of=list[str]),
        Option(name="firewall", means=_("true: a firewall with rules must stand, too"), of=bool),
        window="1 h",
    ),
    _check(
        14,
        ("审计、日志与轮转的缺失", "Missing audit, logs, rotation"),
        Unit.COUNT,
        over(0),
        None,
        (
            "安装 auditd、rsyslog、logrotate；重开已删除日志的进程。",
            "Install them; restart what holds deleted logs.",
        ),
        severity=Severity.MEDIUM,
        window="1 d",
    ),
    _check(
        15,
        ("待装的安全更新", "Security updates that wait"),
        Unit.COUNT,
        over(0),
        over(50),
        (
            "评估影响后在约定时间窗内安装，必要时重启到新内核。",
            "Install them in an agreed window; restart for a new kernel.",
        ),
        severity=Severity.MEDIUM,
        window="1 d",
    ),
    _check(
        16,
        ("未运行的系统服务", "Units that are not active"),
        Unit.COUNT,
        None,
        over(0),
        ("systemctl status 看原因，修正后启动。", "See why with systemctl status, mend it, start it."),
        Option(name="units", means=_("the units; all that the agent looks at unless said"), of=list[str]),
        severity=Severity.GRAVE,
    ),
    _check(
        17,
        ("进程数", "Processes of a name"),
        Unit.COUNT,
        None,
        under(1),
        ("看服务为何没有启动足够的进程。", "See why too few were started."),
        Option(name="name", means=_("a part of the command line; the agent's file must name it too"), needed=True),
    ),
    _check(
        18,
        ("端口在监听", "A port listens"),
        Unit.COUNT,
        None,
        under(1),
        ("看该服务是否在运行。", "See whether the service runs."),
        Option(name="port", means=_("the port, such as 5432"), of=int, needed=True),
    ),
)
