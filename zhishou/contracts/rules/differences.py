"""What changed between two packs, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from jishi.calendars.door import Duration
from zhishou.contracts.rules.pack import Pack
from zhishou.contracts.rules.words import (
    COMMITMENT_NAMES,
    HOURS_NAMES,
    LEVEL_NAMES,
    PAUSE_NAMES,
    START_NAMES,
    Words,
    say,
)

_KEYS: Final[Mapping[str, Words]] = {
    "name": ("名称", "name"),
    "code": ("代码", "code"),
    "short_name": ("简称", "short name"),
    "credit_code": ("统一社会信用代码", "unified social credit code"),
    "client": ("甲方", "client"),
    "vendor": ("乙方", "vendor"),
    "term": ("服务期", "term"),
    "starts": ("起算", "start"),
    "ends": ("终止", "end"),
    "support_hours": ("支持时间", "support hours"),
    "fee": ("服务费", "fee"),
    "amount_fen": ("金额", "amount"),
    "currency": ("币种", "currency"),
    "payments": ("付款", "payment"),
    "before": ("付款期限（之前）", "due before"),
    "services": ("服务代码", "service"),
    "modes": ("服务方式", "way of serving"),
    "hours": ("时间", "hours"),
    "terms": ("条款", "terms"),
    "tiers": ("支持层级", "tiers"),
    "at_once": ("“立即”", "“at once”"),
    "tolerance": ("容许时长", "tolerance"),
    "levels": ("故障级别", "level"),
    "characteristic": ("特征", "characteristic"),
    "words": ("特征词", "words"),
    "within": ("时限", "time"),
    "warn_before": ("提前预警", "warnings"),
    "pauses": ("可暂停原因", "pauses"),
    "extendable": ("可延长", "extendable"),
    "caps": ("总限", "cap"),
    "response": ("响应", "response"),
    "repair": ("修复", "repair"),
    "met_by": ("达成方式", "met by"),
    "extension": ("延长条件", "extension"),
    "needs_reason": ("须记录理由", "needs a reason"),
    "needs_client_agreement": ("须用户方同意", "needs the client's agreement"),
    "confirmation": ("确认答复", "answer to “it works again”"),
    "remind_after": ("再次询问", "asked again after"),
    "entitlements": ("额度", "entitlement"),
    "unit": ("单位", "unit"),
    "quantity": ("数量", "quantity"),
    "per": ("周期", "per"),
    "mode": ("服务方式", "way of serving"),
    "service": ("服务代码", "service"),
    "warn_at": ("剩余提醒", "warn at"),
    "inspection": ("巡检", "inspection"),
    "every": ("频次", "every"),
    "ahead_days": ("提前提醒天数", "days ahead"),
    "milestones": ("里程碑", "milestones"),
    "payment_ahead_days": ("付款提前提醒天数", "days ahead of a payment"),
    "term_ahead_days": ("到期提前提醒天数", "days ahead of the term's end"),
    "calendar": ("工作日历", "calendar"),
    "zone": ("时区", "zone"),
    "holidays": ("节假日", "holidays"),
    "weekly": ("每周时段", "weekly hours"),
    "overrides": ("特别日期", "special date"),
    "date": ("日期", "date"),
    "windows": ("时段", "windows"),
    "reason": ("原因", "reason"),
    "ladders": ("升级阶梯", "ladder"),
    "rounds": ("轮数", "rounds"),
    "steps": ("步骤", "step"),
    "wait": ("等待", "wait"),
    "monday": ("周一", "Monday"),
    "tuesday": ("周二", "Tuesday"),
    "wednesday": ("周三", "Wednesday"),
    "thursday": ("周四", "Thursday"),
    "friday": ("周五", "Friday"),
    "saturday": ("周六", "Saturday"),
    "sunday": ("周日", "Sunday"),
    "front_desk": ("服务前台", "front desk"),
    "first_line": ("一线", "first line"),
    "second_line": ("二线", "second line"),
    "expert": ("专家", "expert"),
    "manager": ("服务经理", "manager"),
    "week": ("每周", "week"),
    "none": ("无", "none"),
    **{str(level.value): words for level, words in LEVEL_NAMES.items()},
    **{commitment.value: words for commitment, words in COMMITMENT_NAMES.items()},
    **{pause.value: words for pause, words in PAUSE_NAMES.items()},
    **{start.value: words for start, words in START_NAMES.items()},
    **{hours.value: words for hours, words in HOURS_NAMES.items()},
}
_DURATIONS: Final = frozenset({"within", "tolerance", "wait", "warn_before", "remind_after"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One key that is not the same: its words, and its values before and after (None: not there)."""

    path: tuple[str, ...]
    label: Words
    before: Words | None
    after: Words | None

    def words(self, language: str) -> str:
        """Say the change as a sentence."""
        chinese = language.lower().startswith("zh")
        index = 0 if chinese else 1
        label = self.label[index]
        before, after = (value[index] if value else "" for value in (self.before, self.after))
        if self.before is None:
            return f"新增：{label}，{after}" if chinese else f"Added: {label}: {after}"
        if self.after is None:
            return f"取消：{label}，原为 {before}" if chinese else f"Removed: {label}, which was {before}"
        return f"{label}：由 {before} 改为 {after}" if chinese else f"{label}: from {before} to {after}"


def differences(one: Pack, two: Pack) -> tuple[Difference, ...]:
    """Return every key whose value differs, in the order of the pack."""
    before, after = (dict(_flat(pack.model_dump(mode="json", by_alias=True), ())) for pack in (one, two))
    names = {entitlement.key: entitlement.name for pack in (one, two) for entitlement in pack.entitlements}
    return tuple(
        Difference(path=path, label=_label(path, names), before=_said(path, before), after=_said(path, after))
        for path in dict.fromkeys([*before, *after])
        if before.get(path) != after.get(path)
    )


def _flat(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield every leaf; a list of tables by the key or date of each, a list of plain values as one leaf."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, (*path, str(key)))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for number, inner in enumerate(value, start=1):
            yield from _flat(inner, (*path, str(inner.get("key") or inner.get("date") or f"#{number}")))
    else:
        yield path, value


def _label(path: tuple[str, ...], names: Mapping[str, str]) -> Words:
    chinese, english = [], []
    for part in path:
        zh, en = _KEYS.get(part, (names.get(part, part),) * 2)
        if part == "starts" and path[0] == "levels":
            zh, en = "起算点", "counts"
        chinese.append(zh)
        english.append(en)
    return " · ".join(chinese), " · ".join(english)


def _said(path: tuple[str, ...], values: Mapping[tuple[str, ...], object]) -> Words | None:
    if path not in values:
        return None
    value = values[path]
    items = [_one(path[-1], item) for item in (value if isinstance(value, list) else [value])]
    if not items:
        return "无", "none"
    return "、".join(zh for zh, _ in items), ", ".join(en for _, en in items)


def _one(key: str, value: object) -> Words:
    if isinstance(value, bool):
        return ("是", "yes") if value else ("否", "no")
    if key == "amount_fen" and isinstance(value, int):
        return money(value, "zh-hans"), money(value, "en")
    if key in _DURATIONS and isinstance(value, str):
        duration = Duration.parse(value)
        return duration.words("zh-hans"), duration.words("en")
    text = str(value)
    return _KEYS.get(text, (f"“{text}”", f"“{text}”")) if isinstance(value, str) else (text, text)


def money(fen: int, language: str) -> str:
    """Return an amount as Chinese papers write it, and others."""
    amount = f"{fen // 100:,}.{fen % 100:02}"
    return say((f"{amount} 元", f"CNY {amount}"), language)
