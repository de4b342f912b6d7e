"""Where data lie unless somebody says so."""

from pathlib import Path

from jishi.environment.door import Environment


def home(code: Path, **values: str) -> Path:
    return Environment(prefix="OURS_", values=values).home("ours", code=code)


def test_in_a_checkout_data_lie_in_it(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()

    assert home(tmp_path, XDG_DATA_HOME="/elsewhere") == tmp_path / "var" / "ours"


def test_beside_installed_code_there_are_never_any(tmp_path: Path) -> None:
    assert home(tmp_path, XDG_DATA_HOME="/elsewhere") == Path("/elsewhere/ours")
    assert home(tmp_path) == Path.home() / ".local/share/ours"


def test_a_place_that_depends_on_where_one_stands_is_passed_over(tmp_path: Path) -> None:
    assert home(tmp_path, XDG_DATA_HOME="here") == Path.home() / ".local/share/ours"
