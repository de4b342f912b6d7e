"""What the engine does not cover is refused by name, with the element, its id and its line; never ignored."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieban.flows.rules.checking import World, read_and_check
from xieban.flows.rules.expressions import Value, WrongExpression, holds, read_expression
from xieban.flows.rules.faults import FAULT_WORDS, Fault, FaultKind, WrongFlow
from xieban.flows.rules.reading import read_flow
from xieban.flows.tests.drawing import Drawing, signed_by, straight

WORLD = World(roles=frozenset({"clerk", "head"}), posts=frozenset({"director"}), services=frozenset({"typeset"}))


def faults(text: bytes, world: World = WORLD) -> tuple[Fault, ...]:
    try:
        read_and_check(text, world)
    except WrongFlow as error:
        return error.faults
    return ()


def kinds(drawing: Drawing | bytes) -> set[tuple[str, str]]:
    return {
        (fault.kind.value, fault.id) for fault in faults(drawing if isinstance(drawing, bytes) else drawing.text())
    }


def line(*tasks: str) -> Drawing:
    """Return start → task → end, to which a fault is added."""
    drawing = Drawing().start().end().task("work")
    return drawing.path("start", "work", *tasks, "end")


def test_a_sound_flow_has_no_fault() -> None:
    assert faults(straight("one", "two")) == ()


NOT_COVERED = [
    '<scriptTask id="bad"><script>import os</script></scriptTask>',
    '<businessRuleTask id="bad"/>',
    '<task id="bad"/>',
    '<manualTask id="bad"/>',
    '<sendTask id="bad"/>',
    '<receiveTask id="bad"/>',
    '<complexGateway id="bad"/>',
    '<eventBasedGateway id="bad"/>',
    '<transaction id="bad"/>',
    '<adHocSubProcess id="bad"/>',
    '<laneSet id="bad"/>',
    '<dataObject id="bad"/>',
    '<ioSpecification id="bad"/>',
]


@pytest.mark.parametrize("text", NOT_COVERED, ids=lambda text: text[1:].split(" ")[0])
def test_an_element_that_is_not_covered_is_refused_by_name_and_line(text: str) -> None:
    found = faults(line().add(text).text())

    named = text[1:].split(" ", maxsplit=1)[0]
    assert [(one.element, one.id, one.kind, one.detail) for one in found] == [
        (named, "bad", FaultKind.NOT_COVERED, named)
    ]
    assert found[0].line == 8
    assert found[0].sentence("zh-hans") == f"8: {named} bad: 本引擎不支持 {named}"


@pytest.mark.parametrize(
    ("text", "kind", "detail"),
    [
        (
            '<userTask id="work" xieban:who="role:clerk" isForCompensation="true"/>',
            "attribute",
            "isForCompensation",
        ),
        ('<userTask id="work" xieban:who="role:clerk" xieban:colour="red"/>', "attribute", "xieban:colour"),
        (
            '<userTask id="work" xieban:who="role:clerk" xmlns:c="urn:camunda" c:assignee="${x}"/>',
            "attribute",
            "{urn:camunda}assignee",
        ),
        ('<userTask id="work" xieban:who="role:boss"/>', "unknown_role", "boss"),
        ('<userTask id="work" xieban:who="post:king"/>', "unknown_post", "king"),
        ('<userTask id="work" xieban:who="people:friends"/>', "unknown_variable", "people:friends"),
        ('<userTask id="work" xieban:who="actor-of:end"/>', "unknown_node", "actor-of:end"),
        ('<userTask id="work" xieban:who="everybody"/>', "wrong_value", "xieban:who=everybody"),
        ('<userTask id="work"/>', "missing", "xieban:who"),
        ('<userTask id="work" xieban:who="role:clerk" xieban:may="jump"/>', "wrong_value", "xieban:may=jump"),
        (
            '<userTask id="work" xieban:who="role:clerk" xieban:may="return"/>',
            "missing",
            "xieban:may=return + xieban:returns",
        ),
        (
            '<userTask id="work" xieban:who="role:clerk" xieban:deadline="bald"/>',
            "wrong_deadline",
            "xieban:deadline=bald",
        ),
        ('<userTask id="work" xieban:who="role:clerk" xieban:deadlineFrom="due"/>', "unknown_variable", "due"),
        ('<serviceTask id="work" xieban:service="os.system"/>', "unknown_service", "os.system"),
        ('<callActivity id="work" calledElement="other"/>', "unknown_call", "other"),
        ('<callActivity id="work" calledElement="flow"/>', "call_loop", "flow"),
        (
            '<userTask id="work" xieban:who="role:clerk"><standardLoopCharacteristics/></userTask>',
            "not_covered",
            "standardLoopCharacteristics",
        ),
        (
            (
                '<userTask id="work" xieban:who="role:clerk"><multiInstanceLoopCharacteristics>'
                "<loopDataInputRef>x</loopDataInputRef></multiInstanceLoopCharacteristics></userTask>"
            ),
            "not_covered",
            "loopDataInputRef",
        ),
        (
            (
                '<subProcess id="work"><multiInstanceLoopCharacteristics/><startEvent id="s"/><endEvent id="e"/>'
                '<sequenceFlow id="f" sourceRef="s" targetRef="e"/></subProcess>'
            ),
            "not_covered",
            "multiInstanceLoopCharacteristics",
        ),
    ],
)
def test_what_stands_at_a_node_is_refused_too(text: str, kind: str, detail: str) -> None:
    drawing = Drawing().start().end().add(text).path("start", "work", "end")

    assert (kind, detail) in {(fault.kind.value, fault.detail) for fault in faults(drawing.text())}


def test_definitions_beside_the_events_that_are_covered_are_refused() -> None:
    for event in ("signal", "error", "escalation", "compensate", "terminate", "conditional"):
        drawing = Drawing().start().task("work").path("start", "work", "end")
        drawing.add(f'<endEvent id="end"><{event}EventDefinition/></endEvent>')
        assert ("not_covered", "end") in kinds(drawing), event
    cycle = line().add(
        '<boundaryEvent id="tick" attachedToRef="work"><timerEventDefinition><timeCycle>R/PT1H</timeCycle>'
        "</timerEventDefinition></boundaryEvent>"
    )
    assert ("not_covered", "tick") in kinds(cycle)


def choice(**defaults: str) -> Drawing:
    drawing = Drawing().start().end().task("one").task("two").variables(a="number")
    drawing.gateway("exclusive", "choice", **defaults).gateway("exclusive", "merge")
    return drawing.path("start", "choice").path("one", "merge", "end").path("two", "merge")


def test_the_shape_must_be_sound() -> None:
    unchosen = choice()
    unchosen.flow("choice", "one", when="a == 1")
    unchosen.flow("choice", "two", when="a == 2")
    unconditional = choice(default="on")
    unconditional.flow("choice", "one", name="bare")
    unconditional.flow("choice", "two", name="on")
    two_ways = line()
    two_ways.task("more").flow("work", "more")
    two_ways.flow("more", "end")
    dead = line().task("island")
    dead.flow("island", "end")
    trap = choice(default="on").task("trap").gateway("exclusive", "round")
    trap.flow("choice", "trap", when="a == 1")
    trap.flow("choice", "one", when="a == 2")
    trap.flow("choice", "two", name="on")
    trap.path("trap", "round", "trap")
    circle = (
        Drawing()
        .start()
        .end()
        .task("work")
        .gateway("exclusive", "left", default="on")
        .gateway("exclusive", "right")
    )
    circle.path("start", "right", "left").flow("left", "right", when="a == 1")
    circle.variables(a="number").flow("left", "work", name="on")
    circle.flow("work", "end")

    assert ("no_default", "choice") in kinds(unchosen)
    assert ("no_condition", "bare") in kinds(unconditional)
    assert ("too_many_out", "work") in kinds(two_ways)
    assert ("dead", "island") in kinds(dead)
    assert ("no_way_to_end", "trap") in kinds(trap)
    assert {("endless", "left"), ("endless", "right")} <= kinds(circle)
    assert {("no_start", "flow"), ("no_end", "flow")} <= kinds(Drawing().task("work").path("work", "work"))
    assert ("two_starts", "again") in kinds(line().start("again").path("again", "work"))
    odd = Drawing().start().end()
    odd.flow("start", "end", when="True", name="odd")
    assert ("condition_here", "odd") in kinds(odd)


@pytest.mark.parametrize("nature", ["sign_off", "countersign", "seal"])
def test_no_timer_leads_on_from_a_signature(nature: str) -> None:
    drawing = Drawing().start().end().task("sign", nature=nature)
    drawing.add(
        '<boundaryEvent id="late" attachedToRef="sign"><timerEventDefinition><timeDuration>P1D</timeDuration>'
        "</timerEventDefinition></boundaryEvent>"
    )
    drawing.path("start", "sign", "end").flow("late", "end")

    assert ("by_time", "late") in kinds(drawing)


BOMB = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><d>&b;</d>'
OUTSIDE = b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>'


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        pytest.param(BOMB, "a document type (DOCTYPE)", id="entities"),
        pytest.param(OUTSIDE, "a document type (DOCTYPE)", id="an outside file"),
        pytest.param(b"<?xml-stylesheet href='x'?><d/>", "a processing instruction", id="a style sheet"),
        pytest.param(b"<d" + b" " * 1_000_001 + b"/>", "more than a million bytes", id="too large"),
        pytest.param(b"<d>" * 100, "too many or too deeply nested elements", id="too deep"),
        pytest.param(b"<d>", "no element found", id="cut short"),
    ],
)
def test_xml_that_is_never_read(text: bytes, detail: str) -> None:
    found = faults(text)

    assert [fault.kind for fault in found] == [FaultKind.NOT_XML]
    assert detail in found[0].detail


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(BOMB, "不接受文档类型声明", id="a document type"),
        pytest.param(b"<?xml-stylesheet href='x'?><d/>", "处理指令", id="an instruction"),
        pytest.param(b"<d>" * 100, "元素过多或嵌套过深", id="too deep"),
        pytest.param(b"<d>", "没有元素", id="cut short"),
        pytest.param(b"<d></e>", "标签不配对", id="a tag that is not closed"),
    ],
)
def test_what_is_never_read_is_refused_in_the_language_of_the_page(text: bytes, words: str) -> None:
    said = faults(text)[0].words("zh-hans")

    assert words in said
    assert not re.search("[a-z]", said.replace("XML", "")), said


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('id')",
        "a.b.c == 1",
        "[x for x in y]",
        "a + 1 > 2",
        "a == 1 or f()",
        "lambda: 1",
        "a if b else c",
        "a is None",
        "a in b",
        "f'{a}'",
        "a := 1",
        "a[0]",
        "",
        "a ==",
        "1" * 600,
        "(" * 300,
    ],
)
def test_a_condition_says_only_what_conditions_say(text: str) -> None:
    with pytest.raises(WrongExpression):
        read_expression(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a > 1", True),
        ("a == 2 and not missing", True),
        ("missing > 1 or missing < 1", False),
        ("missing == None", True),
        ("word in ['x', 'y']", True),
        ("word not in ['x']", False),
        ("yes == 1", False),
        ("1 < a < 3", True),
        ("sign.agree >= 2", True),
        ("word > 1", False),
    ],
)
def test_conditions_decide(text: str, expected: bool) -> None:  # noqa: FBT001 - a parameter of the table
    values: dict[str, Value] = {"a": 2, "word": "x", "yes": True, "sign.agree": 2}

    assert holds(read_expression(text), values) is expected


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_is_sent_is_read_or_refused(text: bytes) -> None:
    with pytest.raises(WrongFlow):
        read_flow(text)


def test_every_fault_speaks_both_languages() -> None:
    assert set(FAULT_WORDS) == set(FaultKind)


def test_completion_rules_count_only_votes() -> None:
    drawing = Drawing().start().end().task("sign", inner=signed_by(until="mood > 3")).path("start", "sign", "end")

    assert ("unknown_variable", "sign") in kinds(drawing)


def test_all_that_is_wrong_is_said_at_once() -> None:
    drawing = line().add('<scriptTask id="bad"/>').task("other", who="role:boss")

    assert kinds(drawing) == {("not_covered", "bad"), ("unknown_role", "other")}
