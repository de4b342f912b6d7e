"""Checks of what keeps data: Redis, MySQL, SQLite, backups, and figures by a statement of the profile's own."""

from typing import Final

from jishi.sentences.door import gettext_noop as _
from zhishou.systems.rules.catalogue.check import Check, Option
from zhishou.systems.rules.thresholds import Threshold, over, under
from zhishou.systems.rules.words import ConnectorKind, Severity, Unit, Words

REDIS: Final = frozenset({ConnectorKind.REDIS})
MYSQL: Final = frozenset({ConnectorKind.MYSQL})
SQLITE: Final = frozenset({ConnectorKind.SQLITE})
FOLDER: Final = frozenset({ConnectorKind.BACKUP})
TOLD: Final = FOLDER | {ConnectorKind.AGENT}
SQL: Final = SQLITE | MYSQL | {ConnectorKind.POSTGRESQL}
MANUAL: Final = "docs/how-to/write-a-profile.md"
PATTERN: Final = Option(name="pattern", means=_("which files are backups, such as *.tar.gz; all unless said"))
OF_AGENT: Final = Option(name="backup", means=_("the name of the folder in the agent's file, where an agent tells"))


def _check(  # noqa: PLR0917 - the rows of a table
    code: str,
    name: Words,
    unit: Unit,
    kinds: frozenset[ConnectorKind],
    warn: Threshold | None,
    critical: Threshold | None,
    advice: Words,
    *options: Option,
    severity: Severity = Severity.HIGH,
    window: str = "5 min",
    link: str = MANUAL,
) -> Check:
    return Check(
        id=code,
        name=name,
        unit=unit,
        kinds=kinds,
        warn=warn,
        critical=critical,
        advice=advice,
        link=link,
        severity=severity,
        window=window,
        options=options,
    )


OF_REDIS: Final = (
    _check(
        "R-01",
        ("缓存应答与内存占用", "Redis answers; memory used"),
        Unit.PERCENT,
        REDIS,
        over(90),
        None,
        (
            "看 Redis 进程；内存将满时查大键，再调 maxmemory。",
            "See whether it runs; find large keys, then maxmemory.",
        ),
        severity=Severity.GRAVE,
    ),
    _check(
        "R-02",
        ("客户端占比", "Clients of all allowed"),
        Unit.PERCENT,
        REDIS,
        over(80),
        over(95),
        ("查未归还的连接。", "Find who does not give connections back."),
    ),
    _check(
        "R-03",
        ("内存碎片率", "Fragmentation"),
        Unit.RATIO,
        REDIS,
        over(1.5),
        None,
        ("启用 activedefrag 或在时间窗内重启。", "Turn activedefrag on, or restart in a window."),
        severity=Severity.LOW,
        window="15 min",
    ),
    _check(
        "R-04",
        ("键被逐出", "Keys thrown out"),
        Unit.PER_SECOND,
        REDIS,
        None,
        over(0),
        ("会话与队列须用 noeviction，与缓存分开。", "Sessions and queues need noeviction, apart from caches."),
        Option(name="sessions", means=_("false: it is only a cache, whose keys may go"), of=bool),
    ),
    _check(
        "R-05",
        ("落盘失败", "Saving failed"),
        Unit.COUNT,
        REDIS,
        None,
        over(0),
        ("看磁盘空间与 Redis 日志。", "Look at the disk and the log."),
    ),
    _check(
        "R-06",
        ("副本延迟", "Replica lag"),
        Unit.SECONDS,
        REDIS,
        over(30),
        over(300),
        ("看副本的网络与负载。", "Look at the replica's network and load."),
    ),
    _check(
        "R-07",
        ("访问保护的缺口", "Gaps of protection"),
        Unit.COUNT,
        REDIS,
        None,
        over(0),
        (
            "只听本机，或设密码并保留 protected-mode。",
            "Bind to the host, or set a password and keep protected-mode.",
        ),
        window="1 d",
    ),
    _check(
        "R-08",
        ("慢命令速率", "Slow commands"),
        Unit.PER_SECOND,
        REDIS,
        over(1),
        None,
        ("看 SLOWLOG 中的命令。", "Look at the commands in SLOWLOG."),
        severity=Severity.LOW,
    ),
)
OF_MYSQL: Final = (
    _check(
        "MY-01",
        ("数据库应答", "Database answers"),
        Unit.SECONDS,
        MYSQL,
        over(0.5),
        over(1),
        ("看数据库进程与错误日志。", "See whether it runs, and its error log."),
        severity=Severity.GRAVE,
    ),
    _check(
        "MY-02",
        ("连接数占比", "Connections used"),
        Unit.PERCENT,
        MYSQL,
        over(75),
        over(90),
        ("查占连接的程序，再考虑连接池。", "Find who holds them, then use a pool."),
    ),
    _check(
        "MY-03",
        ("复制延迟", "Replication lag"),
        Unit.SECONDS,
        MYSQL,
        over(30),
        over(600),
        ("看 SHOW SLAVE STATUS 的错误。", "Look at the error of SHOW SLAVE STATUS."),
    ),
    _check(
        "MY-04",
        ("最长查询时间", "Longest query"),
        Unit.SECONDS,
        MYSQL,
        over(60),
        over(300),
        ("看该语句的执行计划，必要时结束。", "Look at its plan; end it if need be."),
    ),
    _check(
        "MY-05",
        ("缓冲池命中率", "Buffer pool hits"),
        Unit.PERCENT,
        MYSQL,
        under(99),
        under(90),
        ("看缺失的索引，再看 innodb_buffer_pool_size。", "Look for missing indexes, then innodb_buffer_pool_size."),
        severity=Severity.MEDIUM,
    ),
)
OF_SQLITE: Final = (
    _check(
        "SL-01",
        ("数据库文件可打开", "File opens"),
        Unit.SECONDS,
        SQLITE,
        over(0.5),
        over(2),
        ("看文件权限、磁盘空间与占锁的进程。", "Look at rights, disk, and who holds the lock."),
        severity=Severity.GRAVE,
    ),
    _check(
        "SL-02",
        ("数据库文件完整性", "File is sound"),
        Unit.COUNT,
        SQLITE,
        None,
        over(0),
        (
            "立即停写，保留现场，从最近的完好备份恢复。",
            "Stop writing, keep what is there, restore the last good backup.",
        ),
        severity=Severity.GRAVE,
        window="1 d",
        link="https://www.sqlite.org/pragma.html#pragma_quick_check",
    ),
    _check(
        "SL-03",
        ("数据库文件大小", "Size of the file"),
        Unit.BYTES,
        SQLITE,
        over(20 * 1024**3),
        None,
        ("考虑归档，或迁到 PostgreSQL。", "Archive, or move to PostgreSQL."),
        severity=Severity.LOW,
        window="1 d",
    ),
    _check(
        "SL-04",
        ("预写日志大小", "Size of the write-ahead log"),
        Unit.BYTES,
        SQLITE,
        over(256 * 1024**2),
        over(1024**3),
        ("有读事务长期不结束，检查点无法推进：找到并重启该进程。", "A reader never ends: find and restart it."),
        severity=Severity.MEDIUM,
    ),
)
OF_BACKUPS: Final = (
    _check(
        "B-01",
        ("最近备份的时间", "Age of the newest backup"),
        Unit.HOURS,
        TOLD,
        over(26),
        over(50),
        ("看备份任务的日志与目标空间，立即补做一次。", "Look at the job's log and room, and make one now."),
        PATTERN,
        OF_AGENT,
        Option(name="least_bytes", means=_("a backup smaller than this is none"), of=int),
    ),
    _check(
        "B-02",
        ("归档日志的缺口", "Gaps of the archived log"),
        Unit.COUNT,
        FOLDER,
        None,
        over(0),
        (
            "缺口之前的基础备份只能恢复到缺口处：立即做一次全量备份，再查归档命令。",
            "No backup reaches past a gap: make a whole one now, then look at the archive command.",
        ),
        window="1 h",
        link="https://www.postgresql.org/docs/current/continuous-archiving.html",
    ),
    _check(
        "B-03",
        ("最近校验无误的备份", "Newest backup that is whole"),
        Unit.DAYS,
        TOLD,
        over(7),
        over(30),
        (
            "重做备份并核对校验和；损坏的另行保存以备查。",
            "Make it again and compare checksums; keep the damaged one aside.",
        ),
        PATTERN,
        OF_AGENT,
        window="1 d",
    ),
    _check(
        "B-04",
        ("最近一次恢复演练", "Last restore drill"),
        Unit.DAYS,
        FOLDER,
        over(90),
        over(180),
        ("安排一次恢复演练并留存记录。", "Plan a restore drill and keep its record."),
        Option(name="record", means=_("the file that a drill leaves; its time is the drill's"), needed=True),
        window="1 d",
    ),
    _check(
        "B-06",
        ("备份中附件与数据库不一致的比例", "Files of a backup that are not what its database says"),
        Unit.PERCENT,
        FOLDER,
        over(0.1),
        None,
        (
            "核对缺少或损坏的附件，从上一份备份取回，再查备份是否先取数据库、后取文件。",
            "Fetch what lacks or is damaged from the backup before; files are taken after the database.",
        ),
        PATTERN,
        Option(name="database", means=_("the name of the SQLite database in the archive"), needed=True),
        Option(name="query", means=_("one SELECT of the SHA-256 of every file that belongs there"), needed=True),
        severity=Severity.MEDIUM,
        window="1 d",
    ),
    _check(
        "B-05",
        ("第二份备份的滞后", "How far the second copy lags"),
        Unit.HOURS,
        FOLDER,
        over(26),
        over(50),
        ("看异地同步任务。", "Look at the job that copies it elsewhere."),
        PATTERN,
        Option(name="second", means=_("the folder of the second copy"), needed=True),
        window="1 d",
    ),
    _check(
        "B-07",
        ("未加密的备份", "Backups that are not encrypted"),
        Unit.COUNT,
        FOLDER,
        None,
        over(0),
        (
            "离开本机的备份先加密再复制（age、gpg 或 openssl），密钥另行保管并记入恢复预案。",
            "Encrypt what leaves the machine before it is copied (age, gpg, openssl); keep the key elsewhere.",
        ),
        PATTERN,
        Option(name="copies", means=_("the folder that is looked at; that of the connector unless said")),
        window="1 d",
        link="https://age-encryption.org/",
    ),
    _check(
        "B-08",
        ("备份留存天数", "Days that backups reach back"),
        Unit.DAYS,
        FOLDER,
        under(30),
        under(7),
        (
            "按备份策略核对留存天数与目标空间；刚启用备份时，到天数之前属正常，可设静默。",
            "Compare with the policy and the room there is; a fresh start needs its days first.",
        ),
        PATTERN,
        Option(name="copies", means=_("the folder that is looked at; that of the connector unless said")),
        severity=Severity.LOW,
        window="1 d",
    ),
)
OF_SQL: Final = (
    _check(
        "SQ-01",
        ("查询语句的数值", "Figure of a statement"),
        Unit.NUMBER,
        SQL,
        None,
        None,
        ("按画像中该项的说明处理。", "Do what the profile says of this figure."),
        Option(name="query", means=_("one SELECT that gives one row with one number"), needed=True),
    ),
)
CHECKS: Final = (*OF_REDIS, *OF_MYSQL, *OF_SQLITE, *OF_BACKUPS, *OF_SQL)
