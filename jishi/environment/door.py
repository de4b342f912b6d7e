"""Reads settings from environment variables of one prefix, strictly."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

LAST_PORT: Final = 65_535


class WrongSetting(Exception):
    """A setting holds a value that cannot be meant; said in both languages, before there are any catalogues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The variables of one product, e.g. every name that starts with `OURS_`."""

    prefix: str
    values: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def text(self, name: str, *, default: str) -> str:
        """Return the variable, or the default where it is absent or empty."""
        return self.values.get(self.prefix + name) or default

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a switch; only `1`, `true`, `0` and `false` are understood."""
        value = self.values.get(self.prefix + name, "")
        if value == "":
            return default
        if value.lower() in {"1", "true"}:
            return True
        if value.lower() in {"0", "false"}:
            return False
        raise WrongSetting(
            f"{self.prefix}{name} 的值是“{value}”：请写 true 或 false。 "
            f"{self.prefix}{name} is “{value}”; write true or false."
        )

    def number(self, name: str, *, default: int, least: int = 0) -> int:
        """Return a whole number not below `least`."""
        value = self.values.get(self.prefix + name, "")
        if value == "":
            return default
        if not value.isascii() or not value.isdigit() or int(value) < least:
            raise WrongSetting(
                f"{self.prefix}{name} 的值是“{value}”：请写不小于 {least} 的整数。 "
                f"{self.prefix}{name} is “{value}”; write a whole number from {least} up."
            )
        return int(value)

    def port(self, name: str, *, default: int, least: int = 1) -> int:
        """Return the number of a port; with `least=0` none may be named."""
        number = self.number(name, default=default, least=least)
        if number > LAST_PORT:
            raise WrongSetting(
                f"{self.prefix}{name} 的值是“{number}”：请写 {least} 到 {LAST_PORT} 之间的整数。 "
                f"{self.prefix}{name} is “{number}”; write a whole number from {least} to {LAST_PORT}."
            )
        return number

    def names(self, name: str, *, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a comma-separated list without blanks."""
        value = self.values.get(self.prefix + name, "")
        return tuple(part.strip() for part in value.split(",") if part.strip()) or default

    def secret(self, name: str) -> str | None:
        """Return a secret from `NAME`, or from the file that `NAME_FILE` names; None where neither is set."""
        path = self.values.get(f"{self.prefix}{name}_FILE")
        if path:
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise WrongSetting(
                    f"{self.prefix}{name}_FILE 无法读取：{error}。 "
                    f"{self.prefix}{name}_FILE cannot be read: {error}."
                ) from error
        return self.values.get(self.prefix + name) or None

    def home(self, product: str, *, code: Path) -> Path:
        """Return where a product keeps its data unless told: in the checkout; installed, in the user's folder.

        Never beside installed code (`code` is the folder that holds the packages): that goes away with its venv.
        """
        if (code / "pyproject.toml").exists():
            return code / "var" / product
        data_home = self.values.get("XDG_DATA_HOME", "")  # by the XDG Base Directory Specification
        return (Path(data_home) if Path(data_home).is_absolute() else Path.home() / ".local/share") / product

    def kept(self, path: Path) -> str | None:
        """Return what a file of our own keeps; None where it was not made yet."""
        try:
            return path.read_text(encoding="utf-8").strip() or None
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise WrongSetting(
                f"{path} 无法读取，请检查文件和权限。 {path} cannot be read: {error.strerror}."
            ) from error
