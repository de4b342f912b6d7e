"""Whatever is wrong with a pack, a profile or a sheet is said in the reader's language, and in our own words."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.utils.translation import gettext, override
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from zhishou.contracts.rules.complaints import COMPLAINTS
from zhishou.contracts.rules.declared import Fault, WrongDeclaration
from zhishou.contracts.rules.pack import Pack
from zhishou.contracts.rules.reading import read_pack
from zhishou.inspections.rules.reading import read_sheet
from zhishou.inspections.rules.sheet import Sheet
from zhishou.inspections.tests.factories import SHEET
from zhishou.systems.rules.catalogue import CHECKS
from zhishou.systems.rules.profile import Profile
from zhishou.systems.rules.reading import read_profile
from zhishou.systems.tests.profiles import SMALL

TOP: Final = Path(__file__).resolve().parents[1]
PACK: Final = (TOP / "contracts" / "sample.toml").read_text(encoding="utf-8")
KINDS: Final = [
    pytest.param(Pack, read_pack, PACK, id="pack"),
    pytest.param(Profile, read_profile, SMALL, id="profile"),
    pytest.param(Sheet, read_sheet, SHEET, id="sheet"),
]
Read = Callable[[str], object]
WORD: Final = re.compile(r"[A-Za-z]{2,}")
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")

POSSIBLE: Final[dict[str, set[str]]] = {
    "model": {"model_type"},
    "model-fields": {"missing", "extra_forbidden"},
    "str": {"string_type"},
    "int": {"int_type"},
    "float": {"float_type", "finite_number"},
    "bool": {"bool_type"},
    "list": {"list_type"},
    "dict": {"dict_type"},
    "literal": {"literal_error"},
    "enum": {"enum"},
    "any": set(),
    "union": set(),
    "nullable": set(),
    "default": set(),
    "model-field": set(),
    "definitions": set(),
    "definition-ref": set(),
    "function-plain": set(),
    "function-after": set(),
}
"""What each node of a schema can find wrong; those of our own functions bring sentences with them."""
BOUNDS: Final = {
    ("str", "pattern"): "string_pattern_mismatch",
    ("str", "min_length"): "string_too_short",
    ("str", "max_length"): "string_too_long",
    ("list", "min_length"): "too_short",
    ("list", "max_length"): "too_long",
    ("dict", "min_length"): "too_short",
    ("int", "ge"): "greater_than_equal",
    ("int", "le"): "less_than_equal",
}
NO_BOUNDS: Final = {"type", "metadata", "ref", "serialization", "strict", "strip_whitespace", "allow_inf_nan"}


def nodes(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if isinstance(schema.get("type"), str):
            yield schema
        for key, inner in schema.items():
            if key not in {"serialization", "metadata", "function"}:
                yield from nodes(inner)
    elif isinstance(schema, list | tuple):
        for inner in schema:
            yield from nodes(inner)


@pytest.mark.parametrize(("model", "read", "text"), KINDS)
def test_every_error_that_a_declaration_can_meet_has_a_sentence_of_our_own(
    model: type[BaseModel], read: Read, text: str
) -> None:
    met: set[str] = set()
    for node in nodes(model.__pydantic_core_schema__):
        kind = node["type"]
        met |= POSSIBLE[kind]
        if kind in {"str", "int", "float", "list", "dict"}:
            inner = {"items_schema", "keys_schema", "values_schema"}
            met |= {BOUNDS[kind, key] for key in node.keys() - NO_BOUNDS - inner}

    assert {"missing", "extra_forbidden", "string_type"} <= met
    assert met <= COMPLAINTS.keys()


def faults(read: Read, text: str) -> tuple[Fault, ...]:
    try:
        read(text)
    except WrongDeclaration as wrong:
        return wrong.faults
    return ()


def said(fault: Fault, language: str) -> str:
    with override(language):
        return fault.told(gettext).expected


@pytest.mark.parametrize(
    ("read", "text", "old", "new", "key", "chinese", "english"),
    [
        pytest.param(
            read_pack,
            PACK,
            'every = "week"\n',
            "",
            "inspection.every",
            "缺少这一项；应为：“week”，即周一至周日",
            "missing; expected: week: Monday to Sunday",
            id="missing",
        ),
        pytest.param(
            read_pack,
            PACK,
            'currency = "CNY"',
            'curency = "CNY"',
            "fee.curency",
            "没有这个键；是否想写“currency”？",
            "unknown key; did you mean “currency”?",
            id="unknown key",
        ),
        pytest.param(
            read_pack,
            PACK,
            "quantity = 10",
            'quantity = "10"',
            "entitlements.1.quantity",
            "“10” 不是整数；应为：合同期内的数量",
            "“10” is not a whole number; expected: how many in the term",
            id="wrong type",
        ),
        pytest.param(
            read_pack,
            PACK,
            "quantity = 10",
            "quantity = 100_001",
            "entitlements.1.quantity",
            "100001 太大：最大为 100000；应为：合同期内的数量",
            "100001 is too large: expected at most 100000; expected: how many in the term",
            id="too large",
        ),
        pytest.param(
            read_pack,
            PACK,
            "quantity = 10",
            "quantity = -1",
            "entitlements.1.quantity",
            "-1 太小：最小为 0；应为：合同期内的数量",
            "-1 is too small: expected at least 0; expected: how many in the term",
            id="too small",
        ),
        pytest.param(
            read_pack,
            PACK,
            'holidays = "CN"',
            'holidays = "US"',
            "calendar.holidays",
            "“US” 不在允许的取值之内：“CN”、“none”；应为：“CN”表示中国的节假日和调休，“none”表示没有节假日",
            "“US” is not one of: “CN”, “none”; expected: CN: China's holidays and make-up days; none: no holidays",
            id="one of several words",
        ),
        pytest.param(
            read_pack,
            PACK,
            'within = "10 min"',
            'within = "ten min"',
            "levels.1.remote.within",
            "“ten min”不是时长：例如写“立即”“10 分钟”“半小时”“半天”“1 天”“1 周”“4 个工作小时”“3 个工作日”"
            "或“2 个自然日”；应为：时限，如“立即”“10 分钟”或“半天”",
            "“ten min” is not a duration: write e.g. “at once”, “10 min”, “half an hour”, “half a day”, “1 day”, "
            "“1 week”, “4 working hours”, “3 working days” or “2 calendar days”; expected: how soon, such as "
            "“at once”, “10 min” or “half a day”",
            id="a value of our own",
        ),
        pytest.param(
            read_profile,
            SMALL,
            "status = 200",
            "status = 2023-01-01",
            "probes.1.options.status",
            "2023-01-01 不能写在这里；应为：检查所需的选项",
            "2023-01-01 is nothing that may stand here; expected: what the check asks for",
            id="none of several types",
        ),
        pytest.param(
            read_profile,
            SMALL,
            'code = "host"',
            'code = "Host!"',
            "components.1.code",
            "“Host!” 的写法不符合要求；应为：小写字母、数字和短横线：部件在本画像中的代码",
            "“Host!” is not written as it must be; expected: small letters, digits, dashes: the component's code "
            "in this profile",
            id="pattern",
        ),
        pytest.param(
            read_profile,
            SMALL,
            "over = 2 }",
            "over = nan }",
            "probes.1.warn.over",
            "nan 不是可以比较大小的数字；应为：高于此数为异常",
            "nan is not a number that can be compared; expected: not normal above this number",
            id="no number at all",
        ),
        pytest.param(
            read_profile,
            SMALL,
            'every = "10 s"',
            'every = "1 s"',
            "probes.1.every",
            "1 秒不在“5 s”至“7 d”之间；应为：间隔：最短“5 s”",
            "1 s is not from “5 s” to “7 d”; expected: how often: “5 s” at the least",
            id="beyond its bounds",
        ),
        pytest.param(
            read_sheet,
            SHEET,
            "over = 32",
            "over = 20",
            "objects.2.items.1.critical",
            "第二限值比第一限值更严",
            "the second limit lies before the first",
            id="contradiction",
        ),
        pytest.param(
            read_sheet,
            SHEET,
            "[[objects]]",
            "[[objects",
            "-",
            "不符合 TOML 格式：表名后面应有“]]”",
            "this is not TOML: expected “]]” after the table's name",
            id="no TOML",
        ),
        pytest.param(
            read_sheet,
            SHEET,
            "name = ",
            f"many = {'9' * 5000}\nname = ",
            "-",
            "不符合 TOML 格式：数字的位数太多",
            "this is not TOML: a number has too many digits",
            id="a number without end",
        ),
        pytest.param(
            read_sheet,
            SHEET,
            "name = ",
            f"deep = {'[' * 5000}{']' * 5000}\nname = ",
            "-",
            "不符合 TOML 格式：表或列表嵌套过深",
            "this is not TOML: tables or lists are nested too deeply",
            id="nested without end",
        ),
        pytest.param(
            read_sheet,
            SHEET,
            'name = "',
            'name = "\\u0000',
            "name",
            "含有空字符；文本中不应有空字符",
            "holds a null character; expected text without it",
            id="null",
        ),
    ],
)
def test_each_mistake_is_said_in_both_languages(  # noqa: PLR0917 - the rows of a table
    read: Read, text: str, old: str, new: str, key: str, chinese: str, english: str
) -> None:
    assert old in text

    found = {fault.key: fault for fault in faults(read, text.replace(old, new, 1))}

    assert said(found[key], "zh-hans") == chinese
    assert said(found[key], "en") == english


VALUES: Final = st.sampled_from(
    (
        *('"zz"', '""', "-3", "10_000_000_000_000_000", "1.5", "nan", "true", "[]", "[1, 2]", '["zz"]', "{}"),
        *("{ zz = 1 }", "2023-12-31", "10:00:00", '"2023-13-45"', '"99999999999999 days"', '"0 min"', '"\\u0000"'),
        *(f'"{"长" * 2500}"', '"zz', "'''", "[1,", "{ a = 1", "\\", "= 1", "2023-02-30", '"half a day"', '"0 s"'),
    )
)
BREAKS: Final = st.lists(
    st.tuples(st.sampled_from(["value", "drop", "twice", "key", "table"]), st.integers(0, 999), VALUES),
    min_size=1,
    max_size=3,
)


def broken(text: str, breaks: list[tuple[str, int, str]]) -> str:
    """Return a text with lines left out, written twice, with other keys and other values."""
    lines = text.splitlines()
    for how, number, value in breaks:
        at = number % len(lines)
        name, equals, _old = lines[at].partition(" = ")
        if how == "value":
            lines[at] = f"{name}{equals or ' = '}{value}"
        elif how == "key":
            lines[at] = f"zz{lines[at]}"
        elif how == "table":
            lines.insert(at, "[zz]")
        else:
            lines[at : at + 1] = [] if how == "drop" else [lines[at], lines[at]]
    return "\n".join(lines) or "="


def trusted() -> set[str]:
    """Return what may stand in a Chinese sentence: names of keys and values, and what translators wrote."""
    found: set[str] = set()
    for model in (Pack, Profile, Sheet):
        found |= {word for name in names(model.model_json_schema()) for word in WORD.findall(name)}
    for check in CHECKS.values():
        found |= {word for one in check.options for word in WORD.findall(one.name)}
    for area in ("zhishou/contracts", "zhishou/systems", "zhishou/inspections", "jishi/calendars"):
        catalogue = TOP / area / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
        for entry in re.findall(r'^msgstr.*(?:\n".*)*', catalogue.read_text(encoding="utf-8"), re.MULTILINE):
            found |= set(WORD.findall(entry))
    return found


def names(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from (one for one in schema.get("enum", ()) if isinstance(one, str))
        yield from (one for one in (schema.get("const"),) if isinstance(one, str))
        for inner in schema.values():
            yield from names(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from names(inner)


TRUSTED: Final = trusted()


@pytest.mark.parametrize(("model", "read", "text"), KINDS)
@settings(max_examples=150, deadline=None)
@given(breaks=BREAKS)
def test_nothing_broken_is_ever_told_in_english_to_who_reads_chinese(
    model: type[BaseModel], read: Read, text: str, breaks: list[tuple[str, int, str]]
) -> None:
    wrong = broken(text, breaks)

    for fault in faults(read, wrong):
        words = said(fault, "zh-hans")
        assert CHINESE.search(words), words
        assert not set(WORD.findall(words)) - TRUSTED - set(WORD.findall(wrong)), words
        assert "%(" not in words
        assert fault.line <= wrong.count("\n") + 1
