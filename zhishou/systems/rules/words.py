"""The words of a profile, with what users read: Chinese first, English second."""

from enum import StrEnum
from typing import Final

Words = tuple[str, str]


class ComponentKind(StrEnum):
    """What a component is."""

    WEB = "web"
    WORKERS = "workers"
    DATABASE = "database"
    CACHE = "cache"
    QUEUE = "queue"
    CHAT = "chat"
    MAIL = "mail"
    NETWORK = "network"
    HOST = "host"
    FILES = "files"
    CERTIFICATE = "certificate"
    BACKUP = "backup"


class ConnectorKind(StrEnum):
    """How something is reached; each is a folder under connectors."""

    HTTP = "http"
    TCP = "tcp"
    TLS = "tls"
    DNS = "dns"
    POSTGRESQL = "postgresql"
    MYSQL = "mysql"
    SQLITE = "sqlite"
    REDIS = "redis"
    SMTP = "smtp"
    IMAP = "imap"
    MATRIX = "matrix"
    XMPP = "xmpp"
    AGENT = "agent"
    PROMETHEUS = "prometheus"
    LOG = "log"
    BACKUP = "backup"
    SSH = "ssh"


class Severity(StrEnum):
    """How bad it is where a check is not normal."""

    GRAVE = "grave"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    HINT = "hint"


class Unit(StrEnum):
    """In what a check is measured."""

    SECONDS = "s"
    PERCENT = "%"
    COUNT = "count"
    BYTES = "bytes"
    MINUTES = "min"
    DAYS = "days"
    HOURS = "h"
    PER_SECOND = "/s"
    PER_MINUTE = "/min"
    RATIO = "ratio"
    POINTS = "points"
    NUMBER = ""


COMPONENT_NAMES: Final[dict[ComponentKind, Words]] = {
    ComponentKind.WEB: ("网页服务", "Web"),
    ComponentKind.WORKERS: ("后台任务", "Workers"),
    ComponentKind.DATABASE: ("数据库", "Database"),
    ComponentKind.CACHE: ("缓存", "Cache"),
    ComponentKind.QUEUE: ("消息队列", "Queue"),
    ComponentKind.CHAT: ("即时通讯", "Chat"),
    ComponentKind.MAIL: ("邮件", "Mail"),
    ComponentKind.NETWORK: ("网络", "Network"),
    ComponentKind.HOST: ("主机", "Host"),
    ComponentKind.FILES: ("文件", "Files"),
    ComponentKind.CERTIFICATE: ("证书", "Certificate"),
    ComponentKind.BACKUP: ("备份", "Backup"),
}
CONNECTOR_NAMES: Final[dict[ConnectorKind, Words]] = {
    ConnectorKind.HTTP: ("网页（HTTP/HTTPS）", "HTTP(S)"),
    ConnectorKind.TCP: ("TCP 端口", "TCP port"),
    ConnectorKind.TLS: ("TLS 证书", "TLS certificate"),
    ConnectorKind.DNS: ("域名解析（DNS）", "DNS"),
    ConnectorKind.POSTGRESQL: ("PostgreSQL", "PostgreSQL"),
    ConnectorKind.MYSQL: ("MySQL / MariaDB", "MySQL / MariaDB"),
    ConnectorKind.SQLITE: ("SQLite 文件", "SQLite file"),
    ConnectorKind.REDIS: ("Redis", "Redis"),
    ConnectorKind.SMTP: ("发信（SMTP）", "Outgoing mail (SMTP)"),
    ConnectorKind.IMAP: ("收信（IMAP）", "Incoming mail (IMAP)"),
    ConnectorKind.MATRIX: ("即时通讯（Matrix）", "Chat (Matrix)"),
    ConnectorKind.XMPP: ("即时通讯（XMPP）", "Chat (XMPP)"),
    ConnectorKind.AGENT: ("主机代理", "Host agent"),
    ConnectorKind.PROMETHEUS: ("Prometheus", "Prometheus"),
    ConnectorKind.LOG: ("日志文件", "Log files"),
    ConnectorKind.BACKUP: ("备份目录", "Backup folder"),
    ConnectorKind.SSH: ("SSH 命令", "Command over SSH"),
}
SEVERITY_NAMES: Final[dict[Severity, Words]] = {
    Severity.GRAVE: ("严重", "grave"),
    Severity.HIGH: ("高", "high"),
    Severity.MEDIUM: ("中", "medium"),
    Severity.LOW: ("低", "low"),
    Severity.HINT: ("提示", "hint"),
}
UNIT_NAMES: Final[dict[Unit, Words]] = {
    Unit.SECONDS: ("秒", "s"),
    Unit.PERCENT: ("%", "%"),
    Unit.COUNT: ("个", ""),
    Unit.BYTES: ("字节", "bytes"),
    Unit.MINUTES: ("分钟", "min"),
    Unit.DAYS: ("天", "days"),
    Unit.HOURS: ("小时", "h"),
    Unit.PER_SECOND: ("次/秒", "/s"),
    Unit.PER_MINUTE: ("次/分钟", "/min"),
    Unit.RATIO: ("倍", "×"),
    Unit.POINTS: ("分", "points"),
    Unit.NUMBER: ("", ""),
}


def say(words: Words, language: str) -> str:
    """Return the words in the language that is asked for."""
    return words[0 if language.lower().startswith("zh") else 1]
