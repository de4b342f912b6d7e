"""The public body of the demonstration: its units, posts and the people whom `start` names."""

from dataclasses import dataclass
from typing import Final

from xieban.directory.rules import Role, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One unit or department; `leader` is the account of the leader in charge."""

    code: str
    name: str
    parent: str = ""
    kind: UnitKind = UnitKind.DEPARTMENT
    leader: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One person of the demonstration in his post."""

    username: str
    name: str
    unit: str
    post: str
    roles: tuple[Role, ...] = ()
    is_head: bool = False
    is_administrator: bool = False
    telephone: str = ""
    room: str = ""


BODY: Final = "red-cross"
ROOMS: Final = (
    Room(code=BODY, name="省红十字会", kind=UnitKind.UNIT),
    Room(code="leaders", name="会领导", parent=BODY),
    Room(code="office", name="办公室", parent=BODY, leader="chenguohua"),
    Room(code="relief", name="赈济救护处", parent=BODY, leader="chenguohua"),
    Room(code="outreach", name="组织宣传处", parent=BODY, leader="songlimin"),
    Room(code="finance", name="筹资财务处", parent=BODY, leader="songlimin"),
    Room(code="information", name="信息中心", parent=BODY, leader="chenguohua"),
)
PARTS: Final = (
    Part(username="zhoujianguo", name="周建国", unit="leaders", post="常务副会长", is_head=True, room="501",
         roles=(Role.PRINCIPAL_LEADER,), telephone="8355 0501"),
    Part(username="chenguohua", name="陈国华", unit="leaders", post="副会长（分管办公室、赈济救护）", room="502",
         roles=(Role.DEPUTY_LEADER,), telephone="8355 0502"),
    Part(username="songlimin", name="宋丽敏", unit="leaders", post="副会长（分管组宣、财务）", room="503",
         roles=(Role.DEPUTY_LEADER,), telephone="8355 0503"),
    Part(username="hanxuefeng", name="韩雪峰", unit="office", post="主任", is_head=True, room="401",
         roles=(Role.OFFICE_HEAD, Role.DEPARTMENT_HEAD, Role.SUPERVISOR), telephone="8355 0401"),
    Part(username="lixiaomei", name="李晓梅", unit="office", post="文秘", roles=(Role.CLERK,), room="402",
         telephone="8355 0402"),
    Part(username="luomin", name="罗敏", unit="office", post="文书", roles=(Role.REGISTRAR, Role.DISPATCHER),
         room="402", telephone="8355 0403"),
    Part(username="guotao", name="郭涛", unit="office", post="文印员", roles=(Role.TYPESETTER,), room="403",
         telephone="8355 0404"),
    Part(username="tianfang", name="田芳", unit="office", post="印章与档案管理员", room="404",
         roles=(Role.SEAL_KEEPER, Role.ARCHIVIST), telephone="8355 0405"),
    Part(username="yangbo", name="杨波", unit="relief", post="处长", roles=(Role.DEPARTMENT_HEAD,), is_head=True,
         room="301", telephone="8355 0301"),
    Part(username="jiangyan", name="蒋燕", unit="relief", post="一级主任科员", room="302", telephone="8355 0302"),
    Part(username="dujuan", name="杜鹃", unit="outreach", post="处长", roles=(Role.DEPARTMENT_HEAD,), is_head=True,
         room="303", telephone="8355 0303"),
    Part(username="xiaoqiang", name="肖强", unit="outreach", post="四级调研员", room="304", telephone="8355 0304"),
    Part(username="weilan", name="魏兰", unit="finance", post="处长", roles=(Role.DEPARTMENT_HEAD,), is_head=True,
         room="305", telephone="8355 0305"),
    Part(username="lupeng", name="陆鹏", unit="finance", post="会计", room="306", telephone="8355 0306"),
    Part(username="wangzhiqiang", name="王志强", unit="information", post="主任", is_head=True, room="201",
         roles=(Role.DEPARTMENT_HEAD, Role.ADMINISTRATOR), is_administrator=True, telephone="8355 0201"),
)  # fmt: skip
