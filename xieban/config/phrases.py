"""What the office of the demonstration writes about: plausible titles and texts, the same for the same chance."""

import random
from collections.abc import Mapping
from typing import Final

from xieban.documents.rules.words import DocumentType, Matter

TOPICS: Final[Mapping[str, tuple[str, ...]]] = {
    "relief": (
        "应急救援队伍建设", "救灾物资储备和管理", "汛期防灾减灾工作", "群众性应急救护培训", "备灾仓库安全检查",
        "山区冬令救助物资发放", "公共场所自动体外除颤器配置", "学校应急救护知识普及", "救援队伍联合演练",
    ),
    "outreach": (
        "世界红十字日宣传活动", "志愿服务工作", "青少年红十字工作", "基层组织规范化建设", "无偿献血宣传",
        "造血干细胞捐献工作", "人体器官捐献缅怀纪念活动", "优秀志愿者评选", "会员管理工作",
    ),
    "finance": (
        "捐赠款物使用管理", "年度部门预算编制", "博爱家园项目资金拨付", "固定资产清查", "公益项目绩效评价",
        "内部审计整改", "政府采购工作", "捐赠信息公开", "差旅费管理",
    ),
    "information": (
        "办公系统升级改造", "网络安全检查", "数据备份和恢复演练", "门户网站内容保障", "软件正版化工作",
        "办公终端更新", "视频会议系统保障", "个人信息保护自查",
    ),
    "office": (
        "年度重点工作任务分解", "公文处理规范", "档案移交进馆", "保密和印章管理", "节假日值班安排",
        "会议费和公务接待管理", "政务督查工作", "机关作风建设", "电子公文归档",
    ),
}  # fmt: skip
DISPATCHED: Final[Mapping[DocumentType, tuple[str, ...]]] = {
    DocumentType.NOTICE: ("关于做好{topic}的通知", "关于开展{topic}的通知", "关于进一步加强{topic}的通知"),
    DocumentType.LETTER: ("关于商请支持{topic}的函", "关于{topic}有关事项的函"),
    DocumentType.REPORT: ("关于{topic}情况的报告",),
    DocumentType.REQUEST: ("关于{topic}有关事项的请示",),
    DocumentType.CIRCULAR: ("关于{topic}情况的通报",),
    DocumentType.OPINION: ("关于加强{topic}的意见",),
}
OFTEN: Final[Mapping[DocumentType, int]] = {
    DocumentType.NOTICE: 52,
    DocumentType.LETTER: 20,
    DocumentType.REPORT: 10,
    DocumentType.REQUEST: 8,
    DocumentType.CIRCULAR: 6,
    DocumentType.OPINION: 4,
}
ABOVE: Final = ("省人民政府", "中国红十字会总会")
BESIDE: Final = ("省财政厅", "省应急管理厅", "省卫生健康委", "省教育厅", "省民政厅")
BELOW: Final = ("各市（州）红十字会", "各县（市、区）红十字会", "会机关各处室")
MEMOS: Final = ("关于{topic}经费安排的请示", "关于{topic}实施方案的请示", "关于{topic}有关安排的请示")
ARRIVED: Final = ("关于做好{topic}的通知", "关于商请协助{topic}的函", "关于报送{topic}情况的通知")
SUPERVISED: Final = ("抓好{topic}", "限期完成{topic}", "督促落实{topic}")
CODES: Final = {"省人民政府": "省政发", "中国红十字会总会": "红总字"}
BASES: Final = ("会党组会议研究意见", "年度工作要点", "省政府办公厅有关通知要求", "会长办公会纪要")
AGREED: Final = ("同意", "同意，请按程序办理", "已阅，同意", "拟同意，请领导审定", "请抓紧落实")
REMARKED: Final = (
    "建议第二部分补充完成时限",
    "请与财务处核对经费数额",
    "主送单位建议精简",
    "请核对附件表格中的数字",
)
REFUSED: Final = ("请补充依据后再报", "时机尚不成熟，暂缓", "与上次会议确定的口径不一致，请修改")
GOODS: Final = ("帐篷（顶）", "棉被（床）", "家庭包（个）", "急救箱（个）", "发电机（台）")
STEPS: Final = (
    "统一思想认识",
    "明确责任分工",
    "加强统筹协调",
    "严格时限要求",
    "抓好督促检查",
    "做好信息报送",
    "强化安全保障",
)


def topic(department: str, chance: random.Random) -> str:
    """Choose what a department writes about."""
    return chance.choice(TOPICS.get(department, TOPICS["office"]))


def text(about: str, *, day: str, chance: random.Random) -> str:
    """Write a body of some paragraphs about a topic, with a table now and then."""
    steps = chance.sample(STEPS, k=chance.randint(2, 4))
    parts = [f"<p>为切实做好{about}，经研究，现将有关事项安排如下。</p>"]
    for number, step in enumerate(steps):
        parts.append(f"<p>{'一二三四'[number]}、{step}</p>")
        parts.append(
            f"<p>各单位要结合实际，围绕{about}{step}，于{day}前完成{chance.randint(2, 30)}项具体工作，"
            f"有关情况及时报送省红十字会办公室，联系电话8355 04{chance.randint(10, 99)}。</p>"
        )
    if chance.random() < 0.2:  # noqa: PLR2004 - one in five
        rows = "".join(
            f"<tr><td>{name}</td><td>{chance.randint(20, 900)}</td><td>{chance.randint(1, 12)}月底</td></tr>"
            for name in chance.sample(
                ("帐篷（顶）", "棉被（床）", "家庭包（个）", "急救箱（个）", "发电机（台）"), k=3
            )
        )
        parts.append(f"<table><tr><td>品名</td><td>数量</td><td>时限</td></tr>{rows}</table>")
    parts.append("<p>特此通知。</p>")
    return "".join(parts)


def number_of_sender(sender: str, *, year: int, chance: random.Random) -> str:
    """Return a number under which another body may have written; hardly ever the same twice."""
    code = CODES.get(sender, f"{sender[1]}{sender[-2]}函")
    return f"{code}〔{year}〕{chance.randint(1, 99_999)}号"


def matter(title: str) -> Matter:
    """Say what a memo is about by its title."""
    return Matter.MONEY if "经费" in title else Matter.GENERAL
