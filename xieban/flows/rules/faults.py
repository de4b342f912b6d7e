"""What can be wrong with a flow's file, said with the element, its id and its line; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xieban.flows.rules.words import Words, say


class FaultKind(StrEnum):
    """One sort of fault."""

    NOT_XML = "not_xml"
    NOT_BPMN = "not_bpmn"
    NOT_COVERED = "not_covered"
    ATTRIBUTE = "attribute"
    WRONG_VALUE = "wrong_value"
    WRONG_DEADLINE = "wrong_deadline"
    MISSING = "missing"
    TWICE = "twice"
    EXPRESSION = "expression"
    UNKNOWN_ROLE = "unknown_role"
    UNKNOWN_POST = "unknown_post"
    UNKNOWN_VARIABLE = "unknown_variable"
    UNKNOWN_SERVICE = "unknown_service"
    UNKNOWN_NODE = "unknown_node"
    UNKNOWN_CALL = "unknown_call"
    CALL_LOOP = "call_loop"
    NO_DEFAULT = "no_default"
    NO_CONDITION = "no_condition"
    CONDITION_HERE = "condition_here"
    NO_START = "no_start"
    TWO_STARTS = "two_starts"
    NO_END = "no_end"
    NO_WAY_TO_END = "no_way_to_end"
    DEAD = "dead"
    NO_WAY_OUT = "no_way_out"
    TOO_MANY_OUT = "too_many_out"
    WAY_IN = "way_in"
    ENDLESS = "endless"
    BY_TIME = "by_time"
    CROSSES = "crosses"


FAULT_WORDS: Final[Mapping[FaultKind, Words]] = {
    FaultKind.NOT_XML: ("不是可读取的 XML：{detail}", "this is not XML that is read here: {detail}"),
    FaultKind.NOT_BPMN: (
        "不是 BPMN 2.0 流程文件：{detail}",
        "this is not a BPMN 2.0 file of one process: {detail}",
    ),
    FaultKind.NOT_COVERED: ("本引擎不支持 {detail}", "the engine does not cover {detail}"),
    FaultKind.ATTRIBUTE: ("本引擎不支持属性 {detail}", "the engine does not cover the attribute {detail}"),
    FaultKind.WRONG_VALUE: ("属性取值不对：{detail}", "this value is not possible: {detail}"),
    FaultKind.WRONG_DEADLINE: (
        "期限写法不对：{detail}；例如写“3 个工作日”“4 个工作小时”“1 周”",
        "this is not a deadline: {detail}; write e.g. “3 working days”, “4 working hours” or “1 week”",
    ),
    FaultKind.MISSING: ("缺少 {detail}", "{detail} is missing"),
    FaultKind.TWICE: ("编号或名称重复：{detail}", "this is there twice: {detail}"),
    FaultKind.EXPRESSION: ("条件表达式不被接受：{detail}", "the condition is not accepted: {detail}"),
    FaultKind.UNKNOWN_ROLE: ("没有这个角色：{detail}", "there is no such role: {detail}"),
    FaultKind.UNKNOWN_POST: ("没有这个职务：{detail}", "there is no such post: {detail}"),
    FaultKind.UNKNOWN_VARIABLE: ("没有声明这个变量：{detail}", "no such variable is declared: {detail}"),
    FaultKind.UNKNOWN_SERVICE: ("没有这个自动服务：{detail}", "there is no such service: {detail}"),
    FaultKind.UNKNOWN_NODE: ("没有这个节点：{detail}", "there is no such node: {detail}"),
    FaultKind.UNKNOWN_CALL: (
        "没有可调用的已发布流程：{detail}",
        "there is no such published flow to call: {detail}",
    ),
    FaultKind.CALL_LOOP: ("流程调用形成循环：{detail}", "the flows call each other in a circle: {detail}"),
    FaultKind.NO_DEFAULT: ("网关没有默认去向", "the gateway has no default way out"),
    FaultKind.NO_CONDITION: (
        "网关的非默认去向没有条件：{detail}",
        "a way out that is not the default has no condition: {detail}",
    ),
    FaultKind.CONDITION_HERE: (
        "条件只能写在排他或包容网关的非默认去向上",
        "a condition stands only on a way out of an exclusive or inclusive gateway that is not the default",
    ),
    FaultKind.NO_START: ("没有开始事件", "there is no start event"),
    FaultKind.TWO_STARTS: ("不止一个开始事件", "there is more than one start event"),
    FaultKind.NO_END: ("没有结束事件", "there is no end event"),
    FaultKind.NO_WAY_TO_END: ("从这里无法到达结束", "no way leads from here to an end"),
    FaultKind.DEAD: ("没有路径到达这里", "no way leads here"),
    FaultKind.NO_WAY_OUT: ("没有去向", "there is no way out"),
    FaultKind.TOO_MANY_OUT: ("去向多于一个：请用网关分流", "there is more than one way out: split with a gateway"),
    FaultKind.WAY_IN: ("这里不能有来路", "no way may lead in here"),
    FaultKind.ENDLESS: ("自动步骤形成循环，没有任何等待", "automatic steps go in a circle that never waits"),
    FaultKind.BY_TIME: (
        "签发、会签、用印不得由超时自动通过",
        "no timer may lead on from a sign-off, a countersign or a seal",
    ),
    FaultKind.CROSSES: (
        "连线不得穿过子流程边界：{detail}",
        "a sequence flow may not cross a sub-process's border: {detail}",
    ),
}


UNREAD_WORDS: Final[Mapping[str, str]] = {
    "a document type (DOCTYPE)": "不接受文档类型声明（DOCTYPE）",
    "a processing instruction": "不接受处理指令",
    "more than a million bytes": "超过一百万字节",
    "too many or too deeply nested elements": "元素过多或嵌套过深",
    "no element": "没有元素",
    "no element found": "没有元素，或文件不完整",
    "not XML": "不是 XML",
    "not well-formed (invalid token)": "格式不正确，有不能识别的字符",
    "syntax error": "语法错误",
    "mismatched tag": "标签不配对",
    "unclosed token": "有未写完的标签",
    "junk after document element": "根元素之后还有内容",
    "duplicate attribute": "属性重复",
    "undefined entity": "引用了未定义的实体",
    "unbound prefix": "使用了未声明的前缀",
}
"""What stands in the way of reading a file as XML, as the reader says it, in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Fault:
    """One thing wrong with a flow's file."""

    line: int
    element: str
    id: str
    kind: FaultKind
    detail: str = ""

    def words(self, language: str) -> str:
        """Return what is wrong, in one sentence without the place."""
        detail = self.detail
        if self.kind is FaultKind.NOT_XML:
            detail = say((UNREAD_WORDS.get(detail, detail), detail), language)
        return say(FAULT_WORDS[self.kind], language).format(detail=detail)

    def sentence(self, language: str) -> str:
        """Return the fault on one line, the place first, as compilers do."""
        named = f"{self.element} {self.id}".strip()
        return f"{self.line}: {named}: {self.words(language)}"


class WrongFlow(ValueError):
    """A file that no instance may run by; `faults` has all that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(fault.sentence("en") for fault in faults))
        self.faults = faults
