import re
import socket

import pytest

from jishi.deployment.declared import Port
from jishi.deployment.ports import held
from jishi.supervisor.door import CannotGoOn
from tests.servers import free_port

HERE = "127.0.0.1"


def a_port(number: int, setting: str = "OURS_PORT") -> Port:
    return Port(host=HERE, number=number, setting=setting)


def test_what_another_program_holds_is_refused_with_another_number() -> None:
    with socket.create_server((HERE, 0)) as server:
        number = server.getsockname()[1]

        with pytest.raises(CannotGoOn, match=f"{number} on {HERE} is taken") as told, held((a_port(number),)):
            pass

        named = int(re.findall(r"OURS_PORT=(\d+)", str(told.value))[0])
        for free in (named, named + 1):
            socket.create_server((HERE, free)).close()


def test_of_two_starts_that_found_a_port_free_one_has_it() -> None:
    number = free_port()

    with (
        held((a_port(number),)),
        pytest.raises(CannotGoOn, match="THEIRS_PORT="),
        held((a_port(number, "THEIRS_PORT"),)),
    ):
        pass
    with held((a_port(number),)):
        pass  # it was given back


def test_one_number_under_two_settings_is_refused() -> None:
    number = free_port()

    with (
        pytest.raises(CannotGoOn, match="OURS_LIVE_PORT="),
        held((a_port(number), a_port(number, "OURS_LIVE_PORT"))),
    ):
        pass


def test_a_port_that_is_held_can_be_listened_on() -> None:
    number = free_port()

    with held((a_port(number),)), socket.create_server((HERE, number)):
        pass


def test_no_advice_leads_beyond_the_last_port() -> None:
    with held((a_port(65_530),)), pytest.raises(CannotGoOn, match="OURS_PORT=65520"), held((a_port(65_530),)):
        pass
