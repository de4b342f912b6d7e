"""More people for the demonstration: plausible names, the same for the same number."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# By how often they are met; two-letter given names are the commoner ones.
FAMILY: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文"
)
GIVEN: Final = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰萍红建国文斌辉晓东海燕春梅志宏雪莹婷宇浩然子轩思涵"
    "欣怡佳琪博雅嘉俊熙瑞睿哲鑫晨曦雨桐梓萱若曦书瑶语墨安宁乐成凯峰毅松柏林森岩川舟航远宁清正义诚信"
)
SENIOR: Final = ("一级调研员", "二级调研员", "三级调研员", "四级调研员")
STAFF: Final = ("一级主任科员", "二级主任科员", "三级主任科员", "四级主任科员", "一级科员", "二级科员")
SEED: Final = 20_120_416  # the day on which the rules for official documents were issued


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """One more person: name and grade; the account follows from the name."""

    name: str
    grade: str
    unit: str
    number: int


def somebody(units: list[str], *, how_many: int) -> Iterator[Somebody]:
    """Yield so many people, spread over the units; the first ones stay the same when more are asked for."""
    chance = random.Random(SEED)  # noqa: S311 - plausible, not secret
    weights = [1 / (place + 8) for place in range(len(FAMILY))]
    for number in range(1, how_many + 1):
        (family,) = chance.choices(FAMILY, weights)
        given = "".join(chance.choices(GIVEN, k=2 if chance.random() < 0.8 else 1))  # noqa: PLR2004 - four in five
        grade = chance.choice(SENIOR) if chance.random() < 0.15 else chance.choice(STAFF)  # noqa: PLR2004 - one in seven
        yield Somebody(name=family + given, grade=grade, unit=chance.choice(units), number=number)
