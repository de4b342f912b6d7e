"""A desk with many tickets, laid by SQL as the product would have left them, and the people who ask for them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Model


def _words(text: str) -> list[str]:
    return text.split()


MODULES = _words("""
    公文 公文交换 会议 日程 邮件 通讯录 档案 督办 信访 用印 车辆 值班 通知公告 个人中心 移动端
    电子签章 流程 报表 统一登录 系统管理
""")
SIGNS = _words("""
    打不开 提交后没有反应 附件下载不了 提示权限不足 正文乱码 打印空白 登录超时 列表是空的 保存失败
    页面很慢 验证码收不到 控件未安装 附件预览失败 签章不显示 待办没有提醒 找不到已办文件 排序不对
    导出的表格缺行 手机上看不到 重复发送 流程卡住了 退回后找不到 意见丢失 文号重复 编号不连续
    搜索不到 图片显示不出来 套红错位 时间不对 无法撤回
""")
PLACES = _words("""
    办公室 财务处 人事处 信息中心 赈济救护部 组织宣传部 机关党委 筹资与财务部 备灾中心 血液中心
    志愿服务中心 培训中心 监事会 法规处 档案室 收发室 市分会 县分会 后勤处 审计处 国际联络部
    捐献管理中心 物资仓库
""")
BEFORE = _words("""
    今天上午开始 昨天下班前还正常 重启以后仍然这样 换了一台电脑也一样 只有我一个人这样 全处室都这样
    会前急用 领导等着签 更新浏览器之后出现 第一次使用 上周报过一次 偶尔会好 换成另一个账号就正常
""")
PERSONS = 211
COMMITMENTS = ("phone", "remote", "onsite", "recovery", "response_cap", "repair_cap")
DAYS = 700
"""Over so many days the tickets have come in, evenly."""


def lay(*, home: Path, count: int, folder: Path) -> None:
    """Make tables, contract, people and tickets; leave what the load needs to know as `known.json`."""
    from django.core.management import call_command  # noqa: PLC0415 - settings first

    from jishi.deployment.door import prepare_data_dir  # noqa: PLC0415
    from zhishou.contracts.actions import load_pack  # noqa: PLC0415
    from zhishou.desk.actions import rebuild_search  # noqa: PLC0415

    now = datetime.now(tz=UTC)
    prepare_data_dir()  # the key that signs the browser's session is the product's own
    call_command("migrate", verbosity=0)
    loaded = load_pack(
        text=(home / "contracts/sample.toml").read_text(encoding="utf-8"), by=None, at=now - timedelta(days=700)
    )
    known = _people(loaded.version.contract.engagement, at=now)
    _tickets(count, now=now)
    rebuild_search()
    (folder / "known.json").write_text(json.dumps(known), encoding="utf-8")


def _people(engagement: object, *, at: datetime) -> dict[str, str]:
    """Make callers, an engineer with a token and a signed-in browser, and colleagues to assign to."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from conftest import give_second_factor, make_person  # noqa: PLC0415
    from zhishou.people.actions import make_token  # noqa: PLC0415
    from zhishou.people.models import Engagement, Person, RoleGrant  # noqa: PLC0415
    from zhishou.people.rules import Role  # noqa: PLC0415

    assert isinstance(engagement, Engagement)
    since = at - timedelta(days=700)
    Person.objects.bulk_create(
        Person(
            username=f"caller-{n}",
            name=f"李晓梅{n}",
            name_pinyin=f"li xiao mei {n}",
            organisation=engagement.client,
            created_at=since,
        )
        for n in range(PERSONS)
    )
    for caller in Person.objects.filter(organisation=engagement.client):
        RoleGrant.objects.create(person=caller, engagement=engagement, role=Role.REQUESTER, since=since)
    engineers = [make_person(f"engineer_{n}", engagement.vendor) for n in range(10)]
    for engineer in engineers:
        give_second_factor(engineer)
        RoleGrant.objects.create(person=engineer, engagement=engagement, role=Role.FIRST_LINE, since=since)
    browser = Client()
    browser.force_login(engineers[0])
    token = make_token(
        name="bench", scopes=["read", "write"], expires_at=at + timedelta(days=1), by=engineers[0], at=at
    )
    return {
        "code": engagement.code,
        "token": token.raw,
        "cookie": f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}",
        "assignee": str(engineers[3].uuid),
    }


def _tickets(count: int, *, now: datetime) -> None:
    """Lay tickets one after another over two years: nine of ten have ended, each with its whole history."""
    from django.db import connection  # noqa: PLC0415

    from zhishou.desk.models import Clock, ClockEvent, Evidence, Intake, Numbering, Ticket, TierHold  # noqa: PLC0415
    from zhishou.ledger.models import Entry  # noqa: PLC0415

    with connection.cursor() as cursor:
        for name, words in (("module", MODULES), ("sign", SIGNS), ("place", PLACES), ("before", BEFORE)):
            cursor.execute(f"CREATE TEMPORARY TABLE bench_{name} (n integer PRIMARY KEY, w text NOT NULL)")
            cursor.executemany(f"INSERT INTO bench_{name} VALUES (%s, %s)", list(enumerate(words)))
        cursor.execute(f"CREATE TEMPORARY TABLE bench_row AS {_staged(count, now=now)}")
        _fill(Ticket, _TICKET, "bench_row r")
        _fill(Intake, _INTAKE, "desk_ticket t")
        _fill(TierHold, _HOLD, "desk_ticket t")
        _fill(Evidence, _EVIDENCE, "desk_ticket t WHERE ended_at IS NOT NULL")
        for commitment in COMMITMENTS:
            carried = "" if commitment in {"phone", "response_cap"} else "WHERE t.kind = 'fault'"
            _fill(
                Clock,
                {**_CLOCK, "commitment": f"'{commitment}'"},
                f"bench_row r JOIN desk_ticket t ON t.id = r.n {carried}",
            )
        _fill(ClockEvent, _START, "desk_clock c")
        _fill(
            ClockEvent,
            _STOP,
            "desk_clock c JOIN desk_evidence e ON e.ticket_id = c.ticket_id WHERE c.ended_at IS NOT NULL",
        )
        for what in ("desk.intake_received", "desk.ticket_opened"):
            _fill(Entry, {**_ENTRY, "what": f"'{what}'"}, "desk_ticket t")
        cursor.execute("DELETE FROM ledger_waiting")  # they lie there as long sealed; nobody proves them here
        if connection.vendor == "sqlite":
            _fill(Numbering, {"engagement_id": "id", "last": str(count)}, "people_engagement")
        else:
            cursor.execute("SELECT min(id) FROM people_engagement")
            cursor.execute(f"CREATE SEQUENCE desk_number_of_{cursor.fetchone()[0]} START {count + 1}")
            cursor.execute("SELECT setval(pg_get_serial_sequence('desk_ticket', 'id'), %s)", [count])
        if connection.vendor == "postgresql":  # as its autovacuum has done by then; nobody does it on SQLite
            cursor.execute("ANALYZE")


_FIRST_ENGAGEMENT = "(SELECT min(id) FROM people_engagement)"
_TICKET = {
    "id": "r.n",
    "engagement_id": _FIRST_ENGAGEMENT,
    "number": "r.n",
    "kind": "r.kind",
    "level": "r.level",
    "state": "r.state",
    "tier": "r.tier",
    "service_code": "r.service_code",
    "module": "r.module",
    "title": "r.title",
    "words": "r.words",
    "caller_id": "r.caller",
    "caller_name": "r.caller_name",
    "assignee_id": "r.assignee",
    "reached_at": "r.reached",
    "opened_at": "r.opened",
    "recovered_at": "r.ended",
    "ended_at": "r.ended",
    "revision": "4",
}
_INTAKE = {
    "engagement_id": "t.engagement_id",
    "channel": "'web'",
    "reached_at": "t.reached_at",
    "recorded_at": "t.opened_at",
    "caller_id": "t.caller_id",
    "caller_name": "t.caller_name",
    "words": "t.words",
    "by_id": "t.caller_id",
    "state": "'opened'",
    "ticket_id": "t.id",
}
_HOLD = {"ticket_id": "t.id", "tier": "'front_desk'", "since": "t.reached_at", "by_id": "t.caller_id"}
_EVIDENCE = {
    "ticket_id": "t.id",
    "kind": "'confirmation'",
    "happened_at": "t.ended_at",
    "recorded_at": "t.ended_at",
    "words": "'已恢复，用户确认。'",
    "by_id": "t.caller_id",
    "by_name": "t.caller_name",
}
_CLOCK = {
    "ticket_id": "r.n",
    "level": "r.level",
    "policy_version_id": "(SELECT min(id) FROM contracts_policyversion)",
    "calendar_version_id": "(SELECT min(id) FROM contracts_calendarversion)",
    "started_at": "r.reached",
    "originally_due_at": "r.due",
    "due_at": "r.due",
    "standing": "CASE WHEN r.ended IS NULL THEN 'on_track' ELSE 'kept' END",
    "ended_at": "r.ended",
    "ended_by": "CASE WHEN r.ended IS NULL THEN '' ELSE 'stop' END",
    "next_look_at": "CASE WHEN r.ended IS NULL THEN r.due END",
}
_START = {
    "clock_id": "c.id",
    "kind": "'start'",
    "effective_at": "c.started_at",
    "recorded_at": "c.started_at",
}
_STOP = {
    "clock_id": "c.id",
    "kind": "'stop'",
    "effective_at": "c.ended_at",
    "recorded_at": "c.ended_at",
    "evidence_id": "e.id",
}
_ENTRY = {
    "engagement_id": "t.engagement_id",
    "about_kind": "'ticket'",
    "about_key": "CAST(t.uuid AS varchar)",
    "by_id": "t.caller_id",
    "by_name": "t.caller_name",
    "happened_at": "t.opened_at",
    "recorded_at": "t.opened_at",
    "payload_text": "t.words",
    "payload_digest": f"'{'e' * 64}'",
}


def _fill(model: "type[Model]", columns: dict[str, str], source: str) -> None:
    """Insert rows by expression; a column that is not named gets what the model gives it."""
    from django.db import connection, models  # noqa: PLC0415

    lite = connection.vendor == "sqlite"
    given = dict(columns)
    for column in model._meta.concrete_fields:
        name = column.column
        if name in given or isinstance(column, models.AutoField):
            continue
        if isinstance(column, models.UUIDField) and column.has_default():
            given[name] = "lower(hex(randomblob(16)))" if lite else "gen_random_uuid()"
        elif column.null:
            given[name] = "NULL"
        else:
            value = column.get_db_prep_save(column.get_default(), connection)
            given[name] = str(int(value)) if isinstance(value, bool) and lite else repr(value)
    with connection.cursor() as cursor:
        names = ", ".join(f'"{name}"' for name in given)
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(given.values())} FROM {source}"
        )


def _staged(count: int, *, now: datetime) -> str:
    """Return the query of what differs from ticket to ticket."""
    from django.db import connection  # noqa: PLC0415

    lite = connection.vendor == "sqlite"
    stamp = now.strftime("%Y-%m-%d %H:%M:%S")

    def moment(seconds: str) -> str:
        if lite:
            return f"strftime('%Y-%m-%d %H:%M:%S', '{stamp}', ({seconds}) || ' seconds')"
        return f"timestamptz '{stamp}+00' + ({seconds}) * interval '1 second'"

    numbers = (
        f"(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) SELECT n FROM s)"
        if lite
        else f"(SELECT n FROM generate_series(1, {count}) AS n)"
    )
    caller, engineer = (
        f"(SELECT min(id) FROM people_person WHERE username LIKE '{mark}%')" for mark in ("caller-", "engineer_")
    )
    reached = f"(s.n - {count}) * {DAYS * 86400 // count} - 9000"
    going = "s.n % 10 = 1"
    return f"""
        SELECT s.n AS n,
            CASE s.n % 5 WHEN 0 THEN 'request' WHEN 1 THEN 'consultation' ELSE 'fault' END AS kind,
            CASE WHEN s.n % 40 = 0 THEN 1 WHEN s.n % 5 = 2 THEN 2 ELSE 3 END AS level,
            CASE WHEN {going} THEN CASE s.n % 3 WHEN 0 THEN 'open' WHEN 1 THEN 'in_progress' ELSE 'recovered' END
                WHEN s.n % 97 = 0 THEN 'withdrawn' ELSE 'closed' END AS state,
            CASE s.n % 4 WHEN 0 THEN 'front_desk' WHEN 1 THEN 'second_line' ELSE 'first_line' END AS tier,
            CASE s.n % 6 WHEN 0 THEN '010101' WHEN 1 THEN '010201' WHEN 2 THEN '020202' ELSE '020201' END
                AS service_code,
            m.w AS module, p.w || m.w || g.w AS title,
            p.w || '的同事反映，' || m.w || '里' || g.w || '，' || b.w || '。另外' || h.w || '，请尽快处理。'
                AS words,
            {caller} + s.n % {PERSONS} AS caller, '李晓梅' || s.n % {PERSONS} AS caller_name,
            CASE WHEN s.n % 7 > 0 THEN {engineer} + s.n % 10 END AS assignee,
            {moment(reached)} AS reached, {moment(reached + " + 30")} AS opened,
            CASE WHEN NOT ({going}) THEN {moment(reached + " + 7200")} END AS ended,
            CASE WHEN {going} THEN {moment(f"{7 * 86400} + s.n")} ELSE {moment(reached + " + 14400")} END AS due
        FROM {numbers} AS s JOIN bench_module m ON m.n = s.n % {len(MODULES)}
            JOIN bench_sign g ON g.n = (s.n / 3) % {len(SIGNS)} JOIN bench_sign h ON h.n = (s.n / 7) % {len(SIGNS)}
            JOIN bench_place p ON p.n = s.n % {len(PLACES)} JOIN bench_before b ON b.n = s.n % {len(BEFORE)}
    """
