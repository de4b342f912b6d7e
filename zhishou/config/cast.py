"""The people of the demonstration: one or more of every role, and the strangers of a second contract."""

from dataclasses import dataclass
from typing import Final

from zhishou.people.rules import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One person of the demonstration."""

    username: str
    name: str
    role: Role
    title: str
    mobile: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """One contract with its people; the first of a role stands for it where one is enough."""

    pack: str
    parts: tuple[Part, ...]


ADMINISTRATOR: Final = Part(
    username="gaoxiang", name="高翔", role=Role.MANAGER, title="平台管理员", mobile="13900000101"
)
OURS: Final = Play(
    pack="sample.toml",
    parts=(
        Part(username="lixiaomei", name="李晓梅", role=Role.REQUESTER, title="办公室科员"),
        Part(username="chenguohua", name="陈国华", role=Role.LEADER, title="副会长"),
        Part(
            username="wangzhiqiang",
            name="王志强",
            role=Role.CLIENT_ADMIN,
            title="信息中心主任",
            mobile="13900000104",
        ),
        Part(username="mamingyuan", name="马明远", role=Role.AUDITOR, title="审计员"),
        Part(username="liuting", name="刘婷", role=Role.FRONT_DESK, title="服务前台", mobile="13900000106"),
        Part(username="zhaomin", name="赵敏", role=Role.FRONT_DESK, title="服务前台", mobile="13900000107"),
        Part(username="zhangwei", name="张伟", role=Role.FIRST_LINE, title="一线工程师", mobile="13900000108"),
        Part(username="sunhao", name="孙浩", role=Role.FIRST_LINE, title="一线工程师", mobile="13900000109"),
        Part(username="zhouyang", name="周洋", role=Role.FIRST_LINE, title="一线工程师", mobile="13900000110"),
        Part(username="wulei", name="吴磊", role=Role.SECOND_LINE, title="二线工程师", mobile="13900000111"),
        Part(username="zhengkai", name="郑凯", role=Role.SECOND_LINE, title="二线工程师", mobile="13900000112"),
        Part(username="huangjianjun", name="黄建军", role=Role.EXPERT, title="数据库专家", mobile="13900000113"),
        Part(username="linhai", name="林海", role=Role.EXPERT, title="流程引擎专家", mobile="13900000114"),
        Part(username="hejing", name="何静", role=Role.MANAGER, title="服务经理", mobile="13900000115"),
    ),
)
THEIRS: Final = Play(
    pack="neighbour.toml",
    parts=(
        Part(username="xielihua", name="谢丽华", role=Role.CLIENT_ADMIN, title="技术部主任", mobile="13900000116"),
        Part(username="tangjun", name="唐俊", role=Role.MANAGER, title="服务经理", mobile="13900000117"),
        Part(username="fangyuan", name="方圆", role=Role.FRONT_DESK, title="服务前台", mobile="13900000118"),
        Part(username="xuming", name="徐鸣", role=Role.FIRST_LINE, title="一线工程师", mobile="13900000119"),
        Part(username="caobin", name="曹斌", role=Role.SECOND_LINE, title="二线工程师", mobile="13900000120"),
        Part(username="dengchao", name="邓超", role=Role.EXPERT, title="存储专家", mobile="13900000121"),
    ),
)
