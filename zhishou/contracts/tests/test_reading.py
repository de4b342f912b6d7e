import json
import tomllib

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhishou.contracts.rules.differences import differences
from zhishou.contracts.rules.pack import Pack
from zhishou.contracts.rules.positions import Path, key_lines
from zhishou.contracts.rules.reading import WrongPack, read_pack, schema
from zhishou.contracts.tests.packs import ROOT, SAMPLE, changed, pack


def faults(*changes: tuple[str, str]) -> list[str]:
    with pytest.raises(WrongPack) as caught:
        read_pack(changed(*changes))
    return [fault.words("pack.toml") for fault in caught.value.faults]


def line(text: str) -> int:
    return SAMPLE[: SAMPLE.index(text)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "key", "expected"),
    [
        pytest.param(
            'within = "10 min"', 'within = "ten min"', "levels.1.remote.within", "half a day", id="duration"
        ),
        pytest.param(
            'currency = "CNY"', 'curency = "CNY"', "fee.curency", "did you mean “currency”", id="misspelt"
        ),
        pytest.param('"010101" =', '"019999" =', "services.019999", "“010101”", id="unknown service code"),
        pytest.param("quantity = 10", 'quantity = "10"', "entitlements.1.quantity", "whole number", id="a text"),
        pytest.param("format = 1", "format = 2", "format", "the format of this file", id="another format"),
        pytest.param('zone = "Asia/Shanghai"', 'zone = "Asia/Peking"', "calendar.zone", "IANA", id="no such zone"),
        pytest.param(
            'credit_code = "1399', 'credit_code = "1398', "client.credit_code", "18 characters", id="check"
        ),
        pytest.param("before = 2023-12-15", 'before = "soon"', "payments.1.before", "2023-12-31", id="no date"),
        pytest.param("ends = 2023-12-31", "ends = 2022-12-31", "term.ends", "2023-01-01 or later", id="ends first"),
        pytest.param(
            'warn_before = ["5 min"]',
            'warn_before = ["15 min"]',
            "levels.1.remote.warn_before.1",
            "less than",
            id="w",
        ),
        pytest.param(
            'tiers = ["front_desk", "first_line"]\n',
            'tiers = ["front_desk"]\n',
            "ladders.1.steps.1.tiers",
            "two",
            id="l",
        ),
    ],
)
def test_a_wrong_pack_names_line_key_and_what_was_expected(old: str, new: str, key: str, expected: str) -> None:
    found = faults((old, new))

    assert any(fault.startswith(f"pack.toml:{line(old)}: {key}: ") and expected in fault for fault in found), found


def test_a_missing_key_is_named_at_its_table() -> None:
    assert faults(('every = "week"\n', "")) == [
        f"pack.toml:{line('[inspection]')}: inspection.every: missing; expected: week: Monday to Sunday"
    ]


def test_a_missing_table_is_named() -> None:
    assert faults(("[at_once]\ntolerance", "[extension.at_once]\ntolerance"))[0].startswith(
        "pack.toml:1: at_once: missing; expected: the table"
    )


def test_all_faults_are_told_at_once_contradictions_as_well() -> None:
    found = faults(
        ('within = "10 min"', 'within = "ten min"'),
        ('hours = "weekly"', 'hours = "often"'),
        ("ends = 2023-12-31", "ends = 2022-12-31"),
        ("amount_fen = 2_500_000\nbefore", "amount_fen = 1\nbefore"),
    )

    assert [fault.split(": ")[1] for fault in found] == [
        "term.ends",
        "fee.amount_fen",
        "modes.M3.hours",
        "levels.1.remote.within",
    ]


def test_level_one_can_never_pause() -> None:
    found = faults(('within = "10 min"', 'within = "10 min"\npauses = ["force_majeure"]'))

    assert len(found) == 1
    assert "levels.1.remote.pauses: level 1 never pauses" in found[0]


def test_what_is_no_toml_names_its_line() -> None:
    assert faults(("format = 1", "format = = 1"))[0].startswith(
        f"pack.toml:{line('format = 1')}: -: this is not TOML"
    )


def test_the_frozen_document_reads_back_the_same() -> None:
    document = json.loads(json.dumps(pack().model_dump(mode="json", by_alias=True)))

    assert Pack.model_validate(document) == pack()


def test_the_published_schema_is_the_declaration() -> None:
    published = json.loads((ROOT / "wire" / "contract-pack.schema.json").read_text(encoding="utf-8"))

    assert published == schema()


def test_the_sample_keeps_to_the_published_schema() -> None:
    values = json.loads(json.dumps(tomllib.loads(SAMPLE), default=str))
    check = jsonschema_rs.validator_for(schema())

    assert [str(error) for error in check.iter_errors(values)] == []
    assert not check.is_valid({**values, "format": 2})


def test_differences_are_said_in_both_languages() -> None:
    later = pack(('within = "half a day"', 'within = "4 hours"'), ("quantity = 10", "quantity = 12"))

    found = differences(pack(), later)

    assert [one.words("zh-hans") for one in found] == [
        "故障级别 · 二级（严重） · 到达现场 · 时限：由 半天（自然时间 12 小时） 改为 4 小时（自然时间）",
        "额度 · 重点用户现场服务 · 数量：由 10 改为 12",
    ]
    assert [one.words("en") for one in found] == [
        "level · Level 2 (severe) · on site · time: from half a day (elapsed, 12 hours) to 4 hours (elapsed)",
        "entitlement · 重点用户现场服务 · quantity: from 10 to 12",
    ]


def test_what_came_and_what_went_is_said() -> None:
    fewer = pack(('"030105" = "运维服务阶段工作报告"\n', ""))

    assert [one.words("zh-hans") for one in differences(pack(), fewer)] == [
        "取消：服务代码 · 030105，原为 “运维服务阶段工作报告”"
    ]
    assert [one.words("en") for one in differences(fewer, pack())] == [
        "Added: service · 030105: “运维服务阶段工作报告”"
    ]


def paths(value: object, path: Path = ()) -> set[Path]:
    inner: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    found = {path} if path else set()
    return found.union(*(paths(one, (*path, key)) for key, one in inner))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(SAMPLE, id="the sample"),
        pytest.param(
            'a.b = [[1], [2, [3]]] # x = 1\n"q.r" = "[t]"\n[x."y.z"]\nd = 2023-01-01 10:00:00\n', id="odd keys"
        ),
        pytest.param(
            '[[x]]\nk = """\na = 1\n"""\n[[x]]\n[x.s]\nm = {a = 1, b = [{c = 2}, {d = \'#\'}]}\n', id="deep"
        ),
        pytest.param("a = [\n  1, # one\n  2,\n]\nb = '''\n[c]\n'''\n", id="many lines"),
    ],
)
def test_every_key_of_a_text_has_its_line(text: str) -> None:
    found = key_lines(text)

    assert set(found) == paths(tomllib.loads(text))
    for path, where in found.items():
        if isinstance(path[-1], str):
            assert path[-1] in text.splitlines()[where - 1]


plain = st.one_of(
    st.integers(), st.booleans(), st.text("abc#=[]\"'\\ ", max_size=6), st.lists(st.integers(), max_size=3)
)


@given(st.dictionaries(st.sampled_from("abcd"), st.dictionaries(st.sampled_from("wxyz"), plain, max_size=4)))
def test_any_text_keeps_its_lines(tables: dict[str, dict[str, object]]) -> None:
    lines: list[str] = []
    for name, table in tables.items():
        lines += [f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in table.items())]
    text = "\n".join(lines) + "\n"

    found = key_lines(text)

    assert set(found) == paths(tomllib.loads(text))
