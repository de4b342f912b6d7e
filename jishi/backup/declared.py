"""What an archive is."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

from django.utils.translation import gettext_noop

from jishi.refusals.door import Trouble

FORMAT: Final = 2  # since there are parts beside
MANIFEST: Final = "manifest.json"
DATABASE: Final = "database"
FILES: Final = "files/"
BESIDE: Final = "beside/"


class CannotBackUp(Trouble):
    """A backup or a restore cannot be done; the message is one sentence that says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One file in an archive."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What the database held at the moment of its copy: rows of each table, and its migrations."""

    tables: dict[str, int]
    migrations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an archive says of itself."""

    format: int
    product: str
    version: str
    made_at: str
    engine: str
    tables: dict[str, int]
    migrations: tuple[str, ...]
    pieces: dict[str, Piece]

    def written(self) -> bytes:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()

    @classmethod
    def read(cls, raw: bytes) -> "Manifest":
        """Read a manifest; refuse one of a later format, or one that makes no sense."""
        try:
            told: dict[str, Any] = json.loads(raw)
            if told["format"] > FORMAT:
                raise CannotBackUp(
                    gettext_noop("The archive has format %(format)s, made by a newer version: install that."),
                    format=told["format"],
                )
            return cls(
                format=told["format"],
                product=told["product"],
                version=told["version"],
                made_at=datetime.fromisoformat(told["made_at"]).isoformat(),
                engine=told["engine"],
                tables={str(name): int(count) for name, count in told["tables"].items()},
                migrations=tuple(told["migrations"]),
                pieces={name: Piece(**piece) for name, piece in told["pieces"].items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CannotBackUp(gettext_noop("The archive's manifest is damaged: take another archive.")) from error


class Engine(Protocol):
    """What differs between the databases."""

    name: str

    def dump(self, to: Path) -> Snapshot:
        """Copy the database as of one moment, while others write."""

    def is_empty(self) -> bool:
        """Whether the database holds no table yet."""

    def check(self, dump: Path, tables: dict[str, int]) -> None:
        """Refuse a copy that is damaged, as far as can be seen without touching the database."""

    def moves(self, dump: Path, aside: Path) -> list[tuple[Path, Path]]:
        """Return the renames that put the copy in place, if that is how it is done."""

    def load(self, dump: Path, tables: dict[str, int]) -> None:
        """Load the copy in one transaction that ends well or leaves everything as it was."""
