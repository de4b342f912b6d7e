"""Documents as an office writes them, for the tests: each differs from the ordinary one in what it names."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

from PIL import Image, ImageDraw

from jishi.typesetting.door import BUILT
from xieban.layout.queries.fonts import Shelf
from xieban.layout.rules import (
    Attachment,
    Attendance,
    Document,
    Form,
    Issuer,
    Number,
    Picture,
    SignOff,
    Stamp,
    Urgency,
    body_of,
)

RED_CROSS, EDUCATION = "江南省红十字会", "江南省教育厅"
FIRST = "<p>为切实做好全省红十字系统应急救援队伍建设和救灾物资储备工作，结合我省实际，现就有关事项通知如下。</p>"
BODY = (
    f"{FIRST}<p>一、总体要求</p><p>坚持以人民为中心的发展思想，坚持预防为主、防抗救相结合，到2026年底，全省14个市（州）和122个县（市、区）"
    "红十字会均建立应急救援队伍，救灾物资储备达到3.5万件以上。</p><p>二、主要任务</p><p>（一）加强队伍建设。各级红十字会要按照“平战结合、"
    "一专多能”的原则，组建赈济、供水、大众卫生、心理救援等专业救援队伍，每年开展不少于2次的集中培训和演练。</p><p>1.组建队伍。省级队伍不少于"
    "30人，市级队伍不少于20人。</p><p>（二）完善物资储备。按照分级负责、统筹调配的要求，建立省、市、县三级备灾物资储备网络。</p>"
    "<p>三、工作要求</p><p>各单位要高度重视，加强组织领导，明确责任分工，于2026年12月15日前将落实情况报省红十字会办公室。</p>"
)
TABLE = (
    "<table><thead><tr><th>序号</th><th>物资名称</th><th>数量</th></tr></thead><tbody><tr><td>1</td><td>12平方米单帐篷</td>"
    "<td>1200</td></tr><tr><td colspan='2'>合计</td><td>1200</td></tr></tbody></table>"
)


def built_shelf() -> Shelf:
    """Return only the fonts that the build brings, so that what a machine has besides changes no test."""
    return Shelf(folders=[BUILT])


def picture(*, ground: tuple[int, ...] | None = None, width: float = 42) -> Picture:
    """Return a round red seal; on a ground of its own it is like a scan."""
    drawn = Image.new("RGBA", (300, 300), (0, 0, 0, 0)) if ground is None else Image.new("RGB", (300, 300), ground)
    ImageDraw.Draw(drawn).ellipse((5, 5, 295, 295), outline=(220, 0, 20), width=10)
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return Picture(content=out.getvalue(), width=width)


ORDINARY = Document(
    issuers=(Issuer(name=RED_CROSS),),
    title="江南省红十字会关于进一步加强全省应急救援队伍建设和救灾物资储备工作的通知",
    body=body_of(BODY),
    number=Number(code="江红发", year=2026, serial=5),
    addressees=("各市（州）红十字会", "省红十字会机关各部室、各直属单位"),
    issued_on=date(2026, 11, 26),
    copies_to=("中国红十字会总会", "省委办公厅", "省人大常委会办公厅", "省政府办公厅", "省政协办公厅"),
    printer="江南省红十字会办公室",
    printed_on=date(2026, 11, 27),
)


def document(**changes: Any) -> Document:
    """Return the ordinary document with changes."""
    return replace(ORDINARY, **changes)


SEALED = document(
    issuers=(Issuer(name=RED_CROSS, seal=picture()),),
    sign_off=SignOff.SEAL,
    urgency=Urgency.URGENT,
    copy_number=12,
    note="此件公开发布",
)
ATTACHED = replace(
    SEALED,
    attachments=(
        Attachment(title="应急救援队伍建设标准（试行）", body=body_of(BODY)),
        Attachment(title="2026年度省级救灾物资储备计划表", body=body_of(f"<p>单位：省备灾救灾中心</p>{TABLE}")),
    ),
)
JOINT = document(
    issuers=(Issuer(name=RED_CROSS, seal=picture()), Issuer(name=EDUCATION, seal=picture())),
    title="关于开展2026年全省青少年应急救护知识竞赛活动的通知",
    sign_off=SignOff.SEAL,
)
UPWARD = replace(
    SEALED,
    title="江南省红十字会关于申请追加2026年度救灾备灾专项经费的请示",
    signers=("王建国", "李卫东", "赵明华"),
    addressees=("省人民政府",),
    copies_to=(),
    copy_number=None,
    urgency=None,
)
LETTER = replace(
    SEALED,
    form=Form.LETTER,
    title="江南省红十字会关于商请协助提供人体器官捐献志愿登记系统数据接口的函",
    addressees=("省大数据管理局",),
    copies_to=("省政府办公厅",),
    note="",
)
ORDER = document(
    form=Form.ORDER,
    title="",
    mark="江南省人民政府令",
    number=Number(serial=318),
    addressees=(),
    copies_to=(),
    printer="",
    sign_off=SignOff.STAMP,
    stamp=Stamp(post="省　长", picture=picture(width=30)),
    body=body_of(
        "<p>《江南省实施办法》已经2026年11月20日省人民政府第96次常务会议通过，现予公布，自2027年1月1日起施行。</p>"
    ),
)
MINUTES = document(
    form=Form.MINUTES,
    mark="江南省红十字会党组会议纪要",
    title="研究2026年度救灾物资储备和应急救援队伍建设工作",
    addressees=(),
    sign_off=SignOff.NONE,
    attendance=(
        Attendance(
            label="出席", names="王建国、李卫东、赵明华、刘晓燕、陈志强、张三、李四、王五、周六、吴七、郑八"
        ),
        Attendance(label="请假", names="孙九"),
    ),
)
ALL = {
    "ordinary": ORDINARY,
    "sealed": SEALED,
    "attached": ATTACHED,
    "joint": JOINT,
    "upward": UPWARD,
    "letter": LETTER,
    "order": ORDER,
    "minutes": MINUTES,
}
