from pathlib import Path

from pytest_django.fixtures import Settings

from xieban.config.processes import ports


def numbers(settings: Settings) -> dict[str, int]:
    settings.CHAT_PORT, settings.CHAT_INNER_PORT, settings.FRONT_PORT = 3, 4, 5
    return {one.setting.removeprefix("XIEBAN_"): one.number for one in ports()}


def test_all_that_listens_is_asked_for_before_anything_starts(settings: Settings, tmp_path: Path) -> None:
    settings.CHAT, settings.CHAT_STARTED_HERE, settings.CHAT_PYTHON = True, True, tmp_path

    assert numbers(settings) == {"CHAT_PORT": 3, "CHAT_INNER_PORT": 4, "FRONT_PORT": 5}


def test_a_chat_server_that_is_elsewhere_needs_its_gate_alone(settings: Settings) -> None:
    settings.CHAT, settings.CHAT_STARTED_HERE = True, False

    assert numbers(settings) == {"CHAT_PORT": 3, "FRONT_PORT": 5}


def test_where_its_environment_is_missing_nothing_of_it_listens(settings: Settings, tmp_path: Path) -> None:
    settings.CHAT, settings.CHAT_STARTED_HERE, settings.CHAT_PYTHON = True, True, tmp_path / "none"

    assert numbers(settings) == {"FRONT_PORT": 5}
