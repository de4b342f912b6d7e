"""Breaks a title over lines: words kept whole, lines that form a trapezium or a diamond."""

import re
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final

MOST_LINES: Final = 5
# What stands in titles of official documents and must not be torn; the names of the issuers are added to it.
_WORDS: Final = """
决议 决定 命令 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 纪要 关于 印发 转发 批转 发布 公布 开展 召开
举办 做好 加强 推进 进一步 全面 深化 实施 落实 贯彻 学习 工作 会议 活动 培训 考核 检查 督查 专项 行动 方案
办法 规定 细则 规划 计划 要点 制度 条例 规则 规范 标准 措施 预案 管理 服务 建设 发展 改革 创新 安全 生产 应急
救援 救灾 防灾 减灾 备灾 救护 捐赠 募捐 物资 物资储备 资金 经费 预算 决算 项目 采购 招标 审计 人事 任免 聘任
任职 免职 职务 同志 等同志 表彰 先进 集体 个人 先进集体 先进个人 单位 机关 部门 直属 市州 州市 县级 各级 省级
全省 全国 全市 年度 上半年 下半年 季度 红十字 红十字会 总会 中国红十字会总会 接收 使用 指导 指导意见 结合实际
红十字志愿 志愿 志愿者 志愿服务 人道 救助 造血干细胞 遗体 器官 器官捐献 人体器官 无偿献血 献血 青少年 应急救护
理事会 监事会 常务 常务理事 委员会 人民政府 办公厅 办公室 领导小组 指挥部 联席会议 座谈会 代表大会 党委 党组
党建 纪检 监察 廉政 巡视 整改 信息 信息化 网络 系统 协同 办公 平台 数据 保密 公务 用车 国有 资产 财务 会计
统计 档案 公文 处理 值班 值守 节假日 放假 春节 国庆节 疫情 防控 洪涝 地震 灾害 重大 突发 事件 公共 卫生 健康
教育 宣传 调整 成立 变更 启用 印章 同意 申请 请求 商请 协助 支持 报送 征求 组织 参加 有关 事项 问题 情况 通用
试行 暂行 修订 自治区 自治州 自治县 直辖市 有限公司 中心
""".split()  # noqa: SIM905 - words are read and added to as text
_WHOLE: Final = re.compile(
    r"《[^》]{1,14}》|“[^”]{1,12}”|〔\d{4}〕|\d+年(?:度|\d+月(?:\d+日)?)?|[A-Za-z0-9.+\-]+|（[^）]{1,8}）"
)
_NEVER_FIRST: Final = set("，。、；：？！）》”’〕…—·的和与及等了中内上下")
_NEVER_LAST: Final = set("（《“‘〔和与及对为在向以从将")
_FORBIDDEN: Final = 40.0
_GOOD_LAST: Final = ("的", "》", "，", "、", "）", "关于")


@lru_cache(maxsize=512)
def _torn(title: str, words: tuple[str, ...]) -> tuple[float, ...]:
    """Return what it costs to break before each character."""
    cost = [2.0] * (len(title) + 1)
    for place in range(1, len(title)):
        before, after = title[place - 1], title[place]
        if after in _NEVER_FIRST or before in _NEVER_LAST:
            cost[place] += 30
        if title[:place].endswith(_GOOD_LAST):
            cost[place] -= 2
    for word in sorted(set(words) | set(_WORDS), key=len, reverse=True):
        start = title.find(word)
        while start >= 0:
            for place in range(start + 1, start + len(word)):
                cost[place] += 14
            start = title.find(word, start + 1)
    for match in _WHOLE.finditer(title):
        for place in range(match.start() + 1, match.end()):
            cost[place] += _FORBIDDEN
    return tuple(cost)


def _shape(lengths: list[float]) -> float:
    """Return how far the lines are from a trapezium or a diamond; an hourglass is worst."""
    if len(lengths) == 1:
        return 0
    longest = max(lengths)
    penalty = sum((longest - length) ** 2 for length in lengths) / longest
    if min(lengths) < longest * 0.4:
        penalty += 12
    steps = [after - before for before, after in pairwise(lengths)]
    if any(step == 0 for step in steps):
        penalty += 3  # a rectangle is no shape
    turns = [(one > 0) - (one < 0) for one in steps if one]
    falls_then_rises = any(one < 0 < two for one, two in pairwise(turns))
    if falls_then_rises:
        penalty += 25
    if len(lengths) == 3 and lengths[0] == lengths[2] < lengths[1]:  # noqa: PLR2004 - a true diamond
        penalty -= 3
    return penalty


def width_of(text: str) -> float:
    """Return a width in characters of the full width."""
    return sum(0.55 if char.isascii() else 1 for char in text)


def title_lines(*, title: str, most: float, words: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the title's lines, none wider than `most` characters; breaks that were typed are kept."""
    if "\n" in title:
        return tuple(
            line
            for typed in title.split("\n")
            if typed.strip()
            for line in title_lines(title=typed.strip(), most=most, words=words)
        )
    if width_of(title) <= most:
        return (title,)
    cost = _torn(title, words)
    allowed = [place for place in range(2, len(title) - 1) if cost[place] < _FORBIDDEN]
    best: tuple[float, tuple[int, ...]] | None = None
    for count in range(2, MOST_LINES + 2):
        for places in _cuts(allowed, count - 1, title, most):
            edges = (0, *places, len(title))
            lengths = [width_of(title[one:two]) for one, two in pairwise(edges)]
            if max(lengths) > most:
                continue
            total = sum(cost[place] for place in places) + _shape(lengths) + 9 * count
            if best is None or total < best[0]:
                best = (total, places)
        if best is not None and best[0] < 9 * count + 12:
            break  # another line would only be longer
    if best is None:
        return _plain(title, most)
    edges = (0, *best[1], len(title))
    return tuple(title[one:two].strip() for one, two in pairwise(edges))


def _cuts(allowed: list[int], count: int, title: str, most: float) -> list[tuple[int, ...]]:
    """Return the ways to cut; near the even division once there would be too many."""
    if count == 1:
        return [(place,) for place in allowed]
    even = len(title) / (count + 1)
    reach = max(3.0, even * (0.45 if count == 2 else 0.3))  # noqa: PLR2004
    near = [[place for place in allowed if abs(place - even * nth) <= reach] for nth in range(1, count + 1)]
    if count == 2:  # noqa: PLR2004 - the usual case, looked at whole
        return [(one, two) for one in near[0] for two in near[1] if one < two]
    picked = sorted({place for places in near for place in places})
    if len(picked) > 22:  # noqa: PLR2004 - keeps the count of combinations in the thousands
        picked = picked[:: len(picked) // 22 + 1]
    return [cut for cut in combinations(picked, count) if width_of(title[: cut[0]]) <= most]


def _plain(title: str, most: float) -> tuple[str, ...]:
    """Cut where the line is full: for a title that allows no better."""
    lines, line = [], ""
    for char in title:
        if width_of(line + char) > most:
            lines.append(line)
            line = ""
        line += char
    return (*lines, line)
