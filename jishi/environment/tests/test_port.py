import pytest

from jishi.environment.door import Environment, WrongSetting


@pytest.mark.parametrize(("value", "least"), [("65536", 1), ("70000", 0), ("0", 1), ("-1", 0), ("http", 1)])
def test_a_number_that_no_port_has_is_refused_in_one_sentence(value: str, least: int) -> None:
    env = Environment(prefix="OURS_", values={"OURS_PORT": value})

    with pytest.raises(WrongSetting, match=f"OURS_PORT is “{value}”; write a whole number from {least}"):
        env.port("PORT", default=8600, least=least)


def test_the_last_port_is_one() -> None:
    env = Environment(prefix="OURS_", values={"OURS_PORT": "65535"})

    assert env.port("PORT", default=8600) == 65_535
