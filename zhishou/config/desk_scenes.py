"""What the desk is busy with when somebody looks around: every kind and level, in every state of a ticket."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from zhishou.config.desk_pictures import photograph, screenshot
from zhishou.config.desk_stage import Stage, Story, play
from zhishou.contracts.rules import Level, PauseReason, ServiceCode
from zhishou.desk import actions
from zhishou.desk.models import Ticket, Visit
from zhishou.desk.rules.ratings import Stars
from zhishou.desk.rules.visits import ActKind, VisitReason
from zhishou.desk.rules.words import EvidenceKind, TicketKind
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import Tier

HOUR: Final = 60
DAY: Final = 24 * HOUR
HAND: Final = [[[90, 210], [180, 90], [250, 250], [330, 120]], [[400, 180], [520, 150], [600, 240]]]
"""A signature: two strokes of a pen."""


def busy_desk(engagement: Engagement, cast: Mapping[str, Person], *, at: datetime) -> None:
    """Let the client report and the team work over the last three days, by the same actions as anybody."""
    stage = Stage(engagement=engagement, cast=cast)
    older = (fatal, question, withdrawn, change, correction, leader, request)
    today = (late, paused, mended, risky, fresh, waiting)
    play([story(stage) for story in (*older, *today)], until=at)


def fatal(stage: Stage) -> Story:
    """Let everything stand still; somebody is there after forty minutes, and it is over after two hours."""
    at = yield 3 * DAY
    reported = stage.reports(
        "全省都登录不了，电视电话会半小时后开始。", caller="wangzhiqiang", module="sign_in", at=at
    )
    ticket = stage.opens(
        reported, "系统宕机，全省无法登录", level=Level.FATAL, code=ServiceCode.SYSTEM_ENVIRONMENT, at=at
    )
    at = yield 3 * DAY - 3
    stage.takes(ticket, "zhangwei", at=at)
    at = yield 3 * DAY - 7
    stage.records(
        ticket, EvidenceKind.REMOTE_SESSION, "远程接入：数据库主机无响应，需要到机房", who="zhangwei", at=at
    )
    visit = actions.order_visit(
        ticket=ticket,
        engineer=stage.cast["zhangwei"],
        reason=VisitReason.EMERGENCY,
        destination="省政务云机房二楼，找值班员赵师傅",
        task="查看数据库主机，必要时切换到备机",
        by=stage.cast["liuting"],
        at=at,
    )
    at = yield 3 * DAY - 9
    _tells(stage, visit, ActKind.DEPART, at=at)
    at = yield 3 * DAY - 40
    code = actions.show_code(engagement=stage.engagement, by=stage.cast["wangzhiqiang"], at=at).digits
    _tells(stage, visit, ActKind.CHECK_IN, code=code, at=at)
    at = yield 3 * DAY - 55
    stage.hands_over(ticket, Tier.SECOND_LINE, "主机硬盘故障，请切换到备机并核对数据", who="zhangwei", at=at)
    at = yield 3 * DAY - 57
    stage.takes(ticket, "wulei", at=at)
    at = yield 3 * DAY - 105
    work = "更换故障硬盘，协助二线切换到备机；登录、发文、收文逐项测试通过。"
    _tells(stage, visit, ActKind.REPORT, words=work, parts="硬盘一块（原厂保修更换）", at=at)
    at = yield 3 * DAY - 108
    photo = actions.take_in(files=[photograph()], engagement=stage.engagement, by=stage.cast["zhangwei"], at=at)
    _tells(stage, visit, ActKind.PHOTO, files=tuple(photo), at=at)
    stage.mends(ticket, "已切换到备机，全省可以登录", who="wulei", at=at)
    at = yield 3 * DAY - 115
    _tells(stage, visit, ActKind.SIGN, signer_name="王志强", signer_role="信息中心主任", strokes=HAND, at=at)
    at = yield 3 * DAY - 118
    _tells(stage, visit, ActKind.LEAVE, at=at)
    at = yield 3 * DAY - 125
    stage.confirms(ticket, "会议已正常召开，全省可以登录", who="wangzhiqiang", at=at)
    at = yield 3 * DAY - 6 * HOUR
    _rates(stage, ticket, Stars.VERY_GOOD, "到得很快，会议没有受影响，谢谢。", who="wangzhiqiang", at=at)


def question(stage: Stage) -> Story:
    """Answer a question on the telephone, not to the caller's liking."""
    at = yield 2 * DAY + 5 * HOUR
    reported = stage.reports("刚发出去的公文附件传错了，怎样撤回？", module="documents", at=at)
    code = ServiceCode.CONSULTING_AND_TRAINING
    ticket = stage.opens(reported, "怎样撤回已经发出的公文", kind=TicketKind.CONSULTATION, code=code, at=at)
    at = yield 2 * DAY + 5 * HOUR - 6
    stage.mends(ticket, "在“已发公文”里选“撤回”，对方未签收即可；已请用户试一次", who="liuting", at=at)
    at = yield 2 * DAY + 4 * HOUR
    stage.confirms(ticket, "撤回来了", at=at)
    at = yield 2 * DAY + 4 * HOUR - 2
    _rates(stage, ticket, Stars.BAD, "问题解决了，但电话打了两次才有人接。", who="lixiaomei", at=at)


def withdrawn(stage: Stage) -> Story:
    """Let the caller take back what was over before anybody came to it."""
    at = yield 2 * DAY + 2 * HOUR
    reported = stage.reports("手机上打开待办就闪退。", module="other", at=at)
    ticket = stage.opens(reported, "手机端打开待办闪退", code=ServiceCode.CLIENT_ENVIRONMENT, at=at)
    at = yield 2 * DAY + 2 * HOUR - 25
    actions.withdraw(ticket=ticket, reason="更新版本以后好了", by=stage.cast["lixiaomei"], at=at)


def change(stage: Stage) -> Story:
    """Let the second line prepare a change of the flow that the client wants."""
    at = yield 2 * DAY
    words = "办公室要求规范性文件发文前必须经法规处会签，请在发文流程里加一个环节。"
    reported = stage.reports(words, caller="wangzhiqiang", module="documents", at=at)
    ticket = stage.opens(reported, "发文流程增加法规处会签环节", kind=TicketKind.CHANGE, at=at)
    at = yield 2 * DAY - 30
    stage.hands_over(ticket, Tier.SECOND_LINE, "需要修改流程模板，请评估影响", who="liuting", at=at)
    at = yield 2 * DAY - 50
    stage.takes(ticket, "zhengkai", at=at)
    at = yield DAY
    stage.notes(ticket, "方案已拟好：只影响“规范性文件”一类，计划周五 20:00 后更新。", who="zhengkai", at=at)


def correction(stage: Stage) -> Story:
    """Put wrong data right: an emergency measure within the cap, a colleague's word, and a week of time."""
    at = yield DAY + 10 * HOUR
    reported = stage.reports("两份收文编成了同一个号，归档时报错。", module="documents", at=at)
    code = ServiceCode.CORRECTIVE_MAINTENANCE
    ticket = stage.opens(reported, "收文编号重复，需要更正", kind=TicketKind.CORRECTION, code=code, at=at)
    at = yield DAY + 10 * HOUR - 15
    stage.takes(ticket, "zhouyang", at=at)
    stage.records(
        ticket, EvidenceKind.REMOTE_SESSION, "远程查看：编号表缺一行，两份收文同号", who="zhouyang", at=at
    )
    at = yield DAY + 9 * HOUR
    measure, plan = (
        "暂停自动编号，新收文由档案室手工编号",
        "一、停用自动编号；二、核对本年度编号；三、补齐编号表后恢复",
    )
    kind = EvidenceKind.EMERGENCY_MEASURE
    stage.records(ticket, kind, measure, who="zhouyang", plan=plan, at=at)
    stage.hands_over(ticket, Tier.SECOND_LINE, "需从后台补编号表，先出方案", who="zhouyang", at=at)
    at = yield DAY + 8 * HOUR
    stage.takes(ticket, "wulei", at=at)
    stage.notes(
        ticket,
        "编号表 3 月 12 日缺一行，疑为夜间归档任务中断所致，暂勿对外说明。",
        who="wulei",
        internal=True,
        at=at,
    )
    asked = actions.ask_countersign(
        ticket=ticket,
        asked=stage.cast["zhengkai"],
        question="拟补一行编号并重排两份收文，是否影响已归档的？",
        by=stage.cast["wulei"],
        at=at,
    )
    at = yield DAY + 6 * HOUR
    words = "不影响，归档库按主键引用。建议先备份编号表。"
    actions.answer_countersign(countersign=asked, agrees=True, words=words, by=stage.cast["zhengkai"], at=at)


def leader(stage: Stage) -> Story:
    """Plan a leader's visit, which draws on the quota."""
    at = yield DAY + 2 * HOUR
    reported = stage.reports("副会长出差前想把移动办公终端检查一遍。", caller="chenguohua", module="other", at=at)
    code = ServiceCode.KEY_USERS
    ticket = stage.opens(reported, "副会长移动办公终端检查", kind=TicketKind.VISIT, code=code, at=at)
    at = yield 0  # the quota is this term's, and on New Year's morning the term has just begun
    actions.order_visit(
        ticket=ticket,
        engineer=stage.cast["zhangwei"],
        reason=VisitReason.KEY_USER,
        key_user=stage.cast["chenguohua"],
        destination="省红十字会五楼副会长办公室，找李晓梅",
        task="检查平板上的移动办公：登录、签批、附件",
        planned_for=_morning_after(at),
        by=stage.cast["liuting"],
        at=at,
    )


def request(stage: Stage) -> Story:
    """Make the account that is wanted; the caller has not yet said whether it works."""
    at = yield 22 * HOUR
    reported = stage.reports("筹资处新来一位同事，请开通账号和公文收发权限。", module="sign_in", at=at)
    ticket = stage.opens(reported, "为筹资处新同事开通账号和公文权限", kind=TicketKind.REQUEST, at=at)
    at = yield 21 * HOUR
    stage.takes(ticket, "zhouyang", at=at)
    at = yield 100
    stage.mends(ticket, "账号已开通，请新同事登录后改密码，并试收一份公文", who="zhouyang", at=at)


def late(stage: Stage) -> Story:
    """Let nobody send documents: late by the cap, handed on, a colleague asked, more time proposed."""
    at = yield 290
    shot = actions.take_in(files=[screenshot()], engagement=stage.engagement, by=stage.cast["lixiaomei"], at=at)
    words = "全处室发文都停在提交页面，一直转圈，最后报错，见截图。上午要报文。"
    reported = stage.reports(words, channel="web", module="documents", files=tuple(shot), at=at)
    ticket = stage.opens(reported, "公文无法办理，提交后一直转圈", level=Level.SEVERE, at=at)
    at = yield 289.5
    stage.records(ticket, EvidenceKind.CALL, "已回电，确认全处室受影响", who="liuting", at=at)
    at = yield 270
    stage.takes(ticket, "zhangwei", at=at)
    at = yield 268
    stage.records(ticket, EvidenceKind.REMOTE_SESSION, "远程登录，流程引擎线程池已满", who="zhangwei", at=at)
    at = yield 240
    stage.notes(ticket, "已重启流程引擎，暂时可用几分钟；请先用纸质件应急。", who="zhangwei", at=at)
    at = yield 200
    again = stage.opens(
        stage.reports("发文点提交没有反应。", caller="chenguohua", module="documents", at=at),
        "提交发文没有反应",
        level=Level.SEVERE,
        at=at,
    )
    at = yield 190
    actions.merge(ticket=again, into=ticket.number, reason="同一故障", by=stage.cast["zhaomin"], at=at)
    at = yield 150
    stage.hands_over(ticket, Tier.SECOND_LINE, "重启无效，怀疑数据库锁表，请查慢查询", who="zhangwei", at=at)
    at = yield 146
    stage.takes(ticket, "wulei", at=at)
    at = yield 130
    stage.notes(
        ticket, "锁表来自夜间归档任务，停任务前要确认无半截数据，先别答应时间。", who="wulei", internal=True, at=at
    )
    actions.ask_countersign(
        ticket=ticket,
        asked=stage.cast["huangjianjun"],
        question="现在停归档任务是否安全？",
        by=stage.cast["wulei"],
        at=at,
    )
    at = yield 60
    clock = ticket.clocks.get(commitment="recovery")
    reason = "归档任务需原厂补丁，厂商答复三天内提供"
    actions.propose_extension(clock=clock, within="3 days", reason=reason, by=stage.cast["hejing"], at=at)
    at = yield 30
    actions.urge(ticket=ticket, words="下午还要报文，请尽快", by=stage.cast["lixiaomei"], at=at)


def paused(stage: Stage) -> Story:
    """Wait for the picture without which nobody can go on."""
    at = yield 200
    reported = stage.reports("红头文件打印出来右边缺一列字。", module="printing", at=at)
    ticket = stage.opens(reported, "打印公文页边距错位", code=ServiceCode.CLIENT_ENVIRONMENT, at=at)
    at = yield 170
    stage.takes(ticket, "zhangwei", at=at)
    at = yield 168
    stage.records(ticket, EvidenceKind.REMOTE_SESSION, "远程查看打印设置", who="zhangwei", at=at)
    at = yield 90
    note, reason = "已请用户发来打印件照片，等回复", PauseReason.WAITING_FOR_CLIENT
    actions.pause_clocks(ticket=ticket, reason=reason, note=note, by=stage.cast["zhangwei"], at=at)


def mended(stage: Stage) -> Story:
    """Mend a small fault soon, and content the caller."""
    at = yield 180
    reported = stage.reports("新调来的两位同事在即时通讯里搜不到。", module="messages", at=at)
    ticket = stage.opens(reported, "通讯录里找不到新同事", at=at)
    at = yield 150
    stage.takes(ticket, "zhangwei", at=at)
    at = yield 148
    stage.records(ticket, EvidenceKind.REMOTE_SESSION, "远程登录，组织机构同步停在昨天", who="zhangwei", at=at)
    at = yield 60
    stage.mends(ticket, "已同步组织机构，请再搜一次", who="zhangwei", at=at)
    at = yield 50
    stage.confirms(ticket, "找到了，谢谢", at=at)
    at = yield 45
    _rates(stage, ticket, Stars.GOOD, "", who="lixiaomei", at=at)


def risky(stage: Stage) -> Story:
    """Let nobody have looked at it, with the hour nearly over."""
    at = yield 55
    reported = stage.reports("只有我这台电脑打开附件是乱码。", module="documents", at=at)
    ticket = stage.opens(reported, "附件预览显示异常", code=ServiceCode.CLIENT_ENVIRONMENT, at=at)
    at = yield 5
    actions.urge(ticket=ticket, words="下午开会要用", by=stage.cast["lixiaomei"], at=at)


def fresh(stage: Stage) -> Story:
    """Take up what has just come."""
    at = yield 12
    reported = stage.reports("盖章时提示证书已过期，其他人正常。", module="documents", at=at)
    ticket = stage.opens(reported, "签章控件提示证书过期", code=ServiceCode.CLIENT_ENVIRONMENT, at=at)
    at = yield 2
    stage.takes(ticket, "sunhao", at=at)


def waiting(stage: Stage) -> Story:
    """Let things reach us that are no ticket yet."""
    at = yield 17
    stage.reports("群里反映：昨晚起收文列表打开要半分钟。", caller="wangzhiqiang", channel="wechat", at=at)
    at = yield 9
    stage.reports("申请为新设的筹资处开通公文收发权限，名单见附件。", channel="mail", at=at)
    at = yield 4
    shot = actions.take_in(files=[screenshot()], engagement=stage.engagement, by=stage.cast["lixiaomei"], at=at)
    words = "手机端收不到待办提醒，电脑上偶尔报这个错，请帮忙看看。"
    stage.reports(words, channel="web", module="other", files=tuple(shot), at=at)


def _morning_after(moment: datetime) -> datetime:
    """Return ten o'clock in the client's office on the following day."""
    return (timezone.localtime(moment) + timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)


def _tells(stage: Stage, visit: Visit, kind: ActKind, *, at: datetime, **said: object) -> None:
    told = actions.Told(uuid=uuid.uuid4(), kind=kind, **said)  # type: ignore[arg-type]  # checked by the action
    actions.take_act(visit=visit, told=told, by=stage.cast["zhangwei"], at=at)


def _rates(stage: Stage, ticket: Ticket, stars: Stars, words: str, *, who: str, at: datetime) -> None:
    actions.rate(ticket=ticket, stars=stars, words=words, by=stage.cast[who], at=at)
