"""Checks from outside: does it answer, how soon, and is what it answers right."""

from typing import Final

from jishi.sentences.door import gettext_noop as _
from zhishou.systems.rules.catalogue.check import Check, Option
from zhishou.systems.rules.thresholds import over, under
from zhishou.systems.rules.words import ConnectorKind, Severity, Unit

HTTP: Final = frozenset({ConnectorKind.HTTP})
ANSWER: Final = (
    Option(name="path", means=_("the path below the connector's address")),
    Option(name="status", means=_("the status that is right; 200 unless said"), of=int),
    Option(name="contains", means=_("a text that must be in the answer")),
    Option(name="lacks", means=_("a text that must not be in the answer")),
    Option(name="redirects", means=_("how many redirects are followed; none unless said"), of=int),
)
FIGURE: Final = (
    Option(name="path", means=_("the path below the connector's address"), needed=True),
    Option(name="figure", means=_("where the number stands in the JSON, such as figures.waiting")),
    Option(name="metric", means=_("the name of the number on a page of metrics")),
    Option(name="labels", means=_("what the metric must be labelled with, such as queue=mail"), of=list[str]),
    Option(name="rate", means=_("true: how much the number grows in a second"), of=bool),
    Option(name="absent", means=_("zero: a number that is not there counts as none")),
    Option(name="status", means=_("the status that is right; 200 unless said"), of=int),
)
MANUAL: Final = "docs/how-to/write-a-profile.md"

CHECKS: Final = (
    Check(
        id="X-01",
        name=("网页应答", "Web page answers"),
        unit=Unit.SECONDS,
        kinds=HTTP,
        warn=over(2),
        critical=over(10),
        severity=Severity.GRAVE,
        options=ANSWER,
        advice=(
            "看网页进程是否在运行、端口是否在监听，再看网页日志最近的错误。",
            "See whether the web processes run and listen, then look at the latest errors in their log.",
        ),
        link=MANUAL,
    ),
    Check(
        id="X-02",
        name=("接口中的数值", "Figure of an interface"),
        unit=Unit.NUMBER,
        kinds=HTTP,
        options=FIGURE,
        advice=("按画像中该项的说明处理。", "Do what the profile says of this figure."),
        link=MANUAL,
    ),
    Check(
        id="X-03",
        name=("TCP 端口可连接", "TCP port answers"),
        unit=Unit.SECONDS,
        kinds=frozenset({ConnectorKind.TCP}),
        warn=over(1),
        critical=over(3),
        options=(
            Option(name="send", means=_("a text that is sent once connected")),
            Option(name="expect", means=_("a text that must come back")),
        ),
        advice=(
            "看服务是否在监听该端口，以及两边之间的防火墙。",
            "See whether the service listens there, and the firewalls in between.",
        ),
        link=MANUAL,
    ),
    Check(
        id="N-03",
        name=("响应时间", "Response time"),
        unit=Unit.SECONDS,
        kinds=HTTP,
        warn=over(2),
        critical=over(10),
        options=ANSWER,
        advice=(
            "先看主机负载与数据库耗时，再看反向代理与网页进程数。",
            "Look at the host's load and the database first, then at the proxy and the number of web processes.",
        ),
        link=MANUAL,
    ),
    Check(
        id="A-01",
        name=("业务操作：登录、打开收件箱、打开公文、检索", "Transaction: sign in, inbox, document, search"),
        unit=Unit.SECONDS,
        kinds=HTTP,
        warn=over(2),
        critical=over(5),
        severity=Severity.GRAVE,
        steps=True,
        advice=(
            "看哪一步失败：登录失败查账号与目录，打不开公文查数据库与文件，检索失败查索引。",
            "See which step failed: signing in points to accounts, a document to database and files.",
        ),
        link=MANUAL,
    ),
    Check(
        id="N-07",
        name=("泄露的版本与过旧的 TLS", "Versions shown, TLS too old"),
        unit=Unit.COUNT,
        kinds=HTTP,
        warn=over(0),
        severity=Severity.LOW,
        window="1 d",
        options=(
            Option(name="path", means=_("the path below the connector's address")),
            Option(name="status", means=_("the status that is right; 200 unless said"), of=int),
        ),
        advice=(
            "关闭 server_tokens，去掉 X-Powered-By 等响应头，停用 TLS 1.2 之前的版本。",
            "Turn server_tokens off, take X-Powered-By and the like away, and stop TLS before 1.2.",
        ),
        link=MANUAL,
    ),
    Check(
        id="N-06",
        name=("安全响应头评分", "Score of security headers"),
        unit=Unit.POINTS,
        kinds=HTTP,
        warn=under(80),
        critical=under(50),
        severity=Severity.MEDIUM,
        window="1 d",
        options=(
            Option(name="path", means=_("the path below the connector's address")),
            Option(name="plain", means=_("the address without TLS, which must lead to the one with it")),
            Option(name="status", means=_("the status that is right; 200 unless said"), of=int),
        ),
        advice=(
            "按缺少的响应头逐项补齐：HSTS、CSP、Cookie 的 Secure/HttpOnly、nosniff、X-Frame-Options。",
            "Add what is missing: HSTS, CSP, Secure and HttpOnly cookies, nosniff, X-Frame-Options.",
        ),
        link="https://developer.mozilla.org/docs/Web/HTTP/Guides/Practical_implementation_guides",
    ),
)
