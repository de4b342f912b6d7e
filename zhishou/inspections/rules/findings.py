"""What a finding is called, until when it is to be seen to, and of what a ticket about it is."""

from collections.abc import Mapping
from typing import Final

from zhishou.contracts.rules import Level
from zhishou.desk.rules.words import TicketKind
from zhishou.inspections.rules.measured import plain
from zhishou.inspections.rules.words import ItemOutcome, Origin, Severity

DUE_DAYS: Final[Mapping[Severity, int]] = {
    Severity.CRITICAL: 1,
    Severity.HIGH: 3,
    Severity.MEDIUM: 7,
    Severity.LOW: 30,
}
"""Within how many days a finding is to be seen to, where nobody says otherwise; a hint has no day."""
TICKETS: Final[Mapping[Severity, tuple[TicketKind, Level]]] = {
    Severity.CRITICAL: (TicketKind.FAULT, Level.SEVERE),
    Severity.HIGH: (TicketKind.FAULT, Level.ORDINARY),
}
"""As what a ticket about a finding is opened, where nobody says otherwise."""
OTHERWISE: Final = (TicketKind.REQUEST, Level.ORDINARY)


def reading_of(observed: float | None, unit: str, words: str) -> str:
    """Return what was seen in one line: the number with its unit, then what was said."""
    number = f"{plain(observed)} {unit}".strip() if observed is not None else ""
    return "；".join(part for part in (number, " ".join(words.split())) if part)


LONGEST_TITLE: Final = 80
BRIEF: Final = 60
"""What fits into the columns of a report and can be read at a glance."""


def brief(text: str, *, most: int = BRIEF) -> str:
    """Return a text, or how it begins where it is too long."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def title_of(*, name: str, origin: Origin, observed: float | None, unit: str, words: str) -> str:
    """Return what a finding is called: the item, and what was seen of it."""
    seen = reading_of(observed, unit, words if origin is not Origin.PROBE or observed is None else "")
    return brief(f"{name}：{seen}" if seen else f"{name}异常", most=LONGEST_TITLE)


def conclusion_of(
    *,
    system: str,
    score: int | None,
    grade: str,
    outcomes: Mapping[ItemOutcome, int],
    worst: Mapping[Severity, int],
) -> str:
    """Return the first words of a conclusion, from the figures alone; whoever prepares the report goes on."""
    items = sum(outcomes.values())
    normal, abnormal, unknown = (
        outcomes.get(one, 0) for one in (ItemOutcome.NORMAL, ItemOutcome.ABNORMAL, ItemOutcome.UNKNOWN)
    )
    said = [f"本次对{system}共检查 {items} 项，其中正常 {normal} 项、异常 {abnormal} 项、未知 {unknown} 项。"]
    found = [
        f"{name} {worst.get(one, 0)} 项"
        for one, name in (
            (Severity.CRITICAL, "严重"),
            (Severity.HIGH, "高"),
            (Severity.MEDIUM, "中"),
            (Severity.LOW, "低"),
        )
        if worst.get(one, 0)
    ]
    said.append(f"发现问题：{'、'.join(found)}，处理建议和责任人见“问题与建议”。" if found else "未发现问题。")
    if unknown:
        said.append("未知项不视为正常，原因见各项说明，请尽快补齐检查条件。")
    said.append(
        f"综合评分 {score} 分，评定为“{grade}”。" if score is not None else "没有可用的检查结果，无法评定。"
    )
    return "".join(said)
