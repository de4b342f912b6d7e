"""What has happened already when somebody looks around: visits, a swap, a stand-in, two calls."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from zhishou.config.desk_scenes import busy_desk
from zhishou.config.host_agent import let_this_machine_tell
from zhishou.config.inspection_scenes import inspected
from zhishou.contracts.actions.entitlements import consume, reserve
from zhishou.contracts.queries import get_account
from zhishou.contracts.rules.words import Level
from zhishou.duty import actions as duty
from zhishou.duty.queries import Shift, rosters, shifts
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import Tier

WEEK = timedelta(days=7)
VISITS = ("陈国华副会长：移动办公终端配置", "理事会会议保障：现场值守")


def bring_to_life(engagement: Engagement, cast: Mapping[str, Person], *, at: datetime) -> None:
    """Let the cast do a little of everything, by the same actions as anybody."""
    inspected(engagement, cast, until=at)
    let_this_machine_tell(engagement, at=at)
    _visit(engagement, cast, at=at)
    _change_shifts(engagement, cast, at=at)
    _call(engagement, cast, at=at)
    busy_desk(engagement, cast, at=at)


def _visit(engagement: Engagement, cast: Mapping[str, Person], *, at: datetime) -> None:
    manager, engineer = cast["hejing"], cast["zhangwei"]
    account = get_account(manager, code=engagement.code, key="key-user-visits", at=at)
    for purpose in VISITS:
        consume(
            reservation=reserve(account=account, quantity=1, purpose=purpose, by=manager, at=at), by=engineer, at=at
        )


def _change_shifts(engagement: Engagement, cast: Mapping[str, Person], *, at: datetime) -> None:
    found = {one.tier: one for one in rosters(engagement)}
    first, later, *_rest = _whole_shifts(engagement, Tier.FIRST_LINE, at=at)
    if first.person and later.person:
        duty.ask_swap(
            roster=found[Tier.FIRST_LINE],
            of=later.person,
            gives=(first.starts_at, first.ends_at),
            takes=(later.starts_at, later.ends_at),
            reason="周四体检",
            by=first.person,
            at=at,
        )
    shift = _whole_shifts(engagement, Tier.SECOND_LINE, at=at)[0]
    other = next(person for person in (cast["wulei"], cast["zhengkai"]) if person != shift.person)
    duty.override(
        roster=found[Tier.SECOND_LINE],
        person=other,
        starts_at=shift.starts_at + timedelta(days=1),
        ends_at=shift.starts_at + timedelta(days=2),
        reason="参加数据库厂商培训，由同事替班一天",
        by=cast["hejing"],
        at=at,
    )
    note = "本周已更换 OA 应用服务器证书；打印模板问题待厂商补丁，用户来电请先引导改用 PDF 打印。"
    duty.write_note(roster=found[Tier.FRONT_DESK], text=note, by=cast["liuting"], at=at)


def _whole_shifts(engagement: Engagement, tier: Tier, *, at: datetime) -> list[Shift]:
    return [one for one in shifts(engagement, tier, at, at + 5 * WEEK) if one.starts_at > at]


def _call(engagement: Engagement, cast: Mapping[str, Person], *, at: datetime) -> None:
    answered = duty.start_ladder(
        engagement=engagement,
        level=Level.SEVERE,
        about_kind="drill",
        about_key="demo-1",
        title="演练：公文办理页面打不开",
        by=cast["liuting"],
        at=at,
    )
    duty.acknowledge(run=answered, by=cast["zhangwei"], via="page", at=at)
    duty.start_ladder(
        engagement=engagement,
        level=Level.ORDINARY,
        about_kind="drill",
        about_key="demo-2",
        title="演练：个别用户打印公文版式错乱",
        by=cast["liuting"],
        at=at,
    )
