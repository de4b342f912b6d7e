"""What the desk is busy with when somebody looks around: tickets late, at risk, paused, kept; reports that wait."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from zhishou.contracts.rules import Level, PauseReason, ServiceCode
from zhishou.desk import actions
from zhishou.desk.models import Intake, Ticket
from zhishou.desk.rules.words import EvidenceKind, TicketKind
from zhishou.people.models import Engagement, Person

MINUTE: Final = timedelta(minutes=1)
REPORTED: Final = (
    (Level.SEVERE, 290, "公文无法办理，提交后一直转圈", "全处室发文都停在提交页面，上午十点前要报文。"),
    (Level.ORDINARY, 55, "附件预览显示异常", "只有我这台电脑打开附件是乱码。"),
    (Level.ORDINARY, 200, "打印公文页边距错位", "红头文件打印出来右边缺一列字。"),
    (Level.ORDINARY, 180, "通讯录里找不到新同事", "新调来的两位同事在即时通讯里搜不到。"),
    (Level.ORDINARY, 12, "签章控件提示证书过期", "盖章时提示证书已过期，其他人正常。"),
)
WAITING: Final = (
    ("web", 4, "手机端收不到待办提醒，请帮忙看看。"),
    ("mail", 9, "申请为新设的筹资处开通公文收发权限，名单见附件。"),
)


def busy_desk(engagement: Engagement, cast: Mapping[str, Person], *, at: datetime) -> None:
    """Let the client report and the team work, by the same actions as anybody."""
    late, risky, paused, mended, fresh = (
        _ticket(engagement, cast, level=level, ago=ago, title=title, words=words, at=at)
        for level, ago, title, words in REPORTED
    )
    engineer, second = cast["zhangwei"], cast["wulei"]
    for ticket, ago in ((late, 270), (paused, 170), (mended, 150)):
        actions.assign(ticket=ticket, to=engineer, by=engineer, at=at - ago * MINUTE)
        _record(
            ticket, EvidenceKind.REMOTE_SESSION, "远程登录，查看日志和配置", by=engineer, at=at - (ago - 2) * MINUTE
        )
    actions.assign(ticket=late, to=second, by=second, at=at - 100 * MINUTE)
    note = "已请用户发来出错页面的截图，等回复"
    reason = PauseReason.WAITING_FOR_CLIENT
    actions.pause_clocks(ticket=paused, reason=reason, note=note, by=engineer, at=at - 90 * MINUTE)
    actions.mark_recovered(ticket=mended, words="已同步组织机构，请再搜一次", by=engineer, at=at - 60 * MINUTE)
    actions.confirm_recovery(ticket=mended, words="找到了，谢谢", by=cast["lixiaomei"], at=at - 50 * MINUTE)
    actions.urge(ticket=risky, words="下午开会要用", by=cast["lixiaomei"], at=at - 5 * MINUTE)
    actions.assign(ticket=fresh, to=cast["sunhao"], by=cast["sunhao"], at=at - 2 * MINUTE)
    for channel, ago, words in WAITING:
        _intake(engagement, cast, channel=channel, ago=ago, words=words, at=at)
    actions.tell_news(at=at)


def _intake(
    engagement: Engagement, cast: Mapping[str, Person], *, channel: str, ago: int, words: str, at: datetime
) -> Intake:
    caller, moment = cast["lixiaomei"], at - ago * MINUTE
    return actions.receive(
        engagement=engagement,
        channel=channel,
        words=words,
        caller=caller,
        caller_name=caller.name,
        caller_contact="020-83550001",
        reached_at=moment,
        by=cast["liuting"],
        at=moment,
    )


def _ticket(
    engagement: Engagement,
    cast: Mapping[str, Person],
    *,
    level: Level,
    ago: int,
    title: str,
    words: str,
    at: datetime,
) -> Ticket:
    return actions.open_ticket(
        intake=_intake(engagement, cast, channel="phone", ago=ago, words=words, at=at),
        kind=TicketKind.FAULT,
        level=level,
        service_code=ServiceCode.BASIC_OPERATION,
        title=title,
        by=cast["liuting"],
        at=at - ago * MINUTE,
    )


def _record(ticket: Ticket, kind: EvidenceKind, words: str, *, by: Person, at: datetime) -> None:
    actions.record_evidence(ticket=ticket, kind=kind, happened_at=at, words=words, by=by, at=at)
