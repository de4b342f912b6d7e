import pytest

from zhishou.systems.rules.profile import Profile
from zhishou.systems.rules.reading import WrongProfile, read_profile
from zhishou.systems.tests.profiles import SMALL, changed, profile


def faults(*changes: tuple[str, str]) -> list[str]:
    with pytest.raises(WrongProfile) as caught:
        read_profile(changed(*changes))
    return [fault.words("office.toml") for fault in caught.value.faults]


def line(text: str) -> int:
    return SMALL[: SMALL.index(text)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        pytest.param('kind = "host"', 'kind = "hst"', "components.1.kind", "“web”", id="an unknown kind"),
        pytest.param('needs = ["host"]', 'needs = ["hosts"]', "components.2.needs.1", "“host”", id="a lost need"),
        pytest.param('check = "X-01"', 'check = "X-99"', "probes.1.check", "no check “X-99”", id="no such check"),
        pytest.param(
            'connector = "port"',
            'connector = "site"',
            "probes.3.check",
            "expected: tcp",
            id="not by that connector",
        ),
        pytest.param('every = "10 s"', 'every = "1 s"', "probes.1.every", "5 s", id="too often"),
        pytest.param('every = "10 s"', 'every = "soon"', "probes.1.every", "“30 s”", id="no span"),
        pytest.param(
            "over = 2 }", "over = 20 }", "probes.1.warn", "before the critical", id="worst is reached first"
        ),
        pytest.param("over = 2 }", "over = 2, under = 1 }", "probes.1.warn", "one of the two", id="two limits"),
        pytest.param(
            "status = 200", 'status = "ok"', "probes.1.options.status", "the status that is right", id="o"
        ),
        pytest.param("status = 200", "stats = 200", "probes.1.options.stats", "did you mean “status”", id="spelt"),
        pytest.param(
            "{secret:password}", "{secret:pass}", "probes.2.steps.1", "did you mean “password”", id="no such secret"
        ),
        pytest.param("{secret:password}", "{kept:csrf}", "probes.2.steps.1", "no earlier step", id="never kept"),
        pytest.param(
            'components = ["web"]\nlevel', 'components = ["w"]\nlevel', "alert_rules.1.components.1", "w", id="r"
        ),
    ],
)
def test_a_wrong_profile_names_line_key_and_what_was_expected(old: str, new: str, key: str, words: str) -> None:
    found = faults((old, new))

    assert any(f" {key}:" in one and words in one for one in found), found


def test_a_fault_names_the_line_it_stands_on() -> None:
    wrong = 'check = "X-01"'

    assert faults((wrong, 'check = "X-99"'))[0].startswith(f"office.toml:{line(wrong)}:")


def test_components_that_need_each_other_in_a_circle_are_refused() -> None:
    found = faults(('kind = "host"\n', 'kind = "host"\nneeds = ["web"]\n'))

    assert sum("needs itself" in one for one in found) == 2


def test_what_is_no_toml_says_so() -> None:
    with pytest.raises(WrongProfile) as caught:
        read_profile("format = \n")
    assert "not TOML" in caught.value.faults[0].words("x")


def test_a_profile_survives_being_frozen() -> None:
    whole = profile()

    assert Profile.model_validate(whole.model_dump(mode="json", by_alias=True), strict=False) == whole


def test_what_is_too_large_to_be_frozen_says_what_to_do() -> None:
    parts = "".join(
        f'[[components]]\ncode = "c-{one}"\nname = "部件"\nkind = "web"\nwords = "{"字" * 400}"\n'
        for one in range(210)
    )

    with pytest.raises(WrongProfile) as caught:
        read_profile(SMALL + parts)

    [fault] = caught.value.faults
    assert "in a profile of their own" in fault.words("x")
