"""Seal what must not be read from the database, and open it where it is used."""

from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.contrib.sessions.backends.base import SessionBase
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from jishi.sentences.door import gettext_noop
from jishi.vault import keeping
from jishi.vault.ring import Ring, VaultLocked, key_id_of

__all__ = [
    "SealedField",
    "Secret",
    "VaultLocked",
    "keep_once",
    "key_id_of",
    "prepare",
    "refuse_lost_ring",
    "sealed_fields",
    "take_once",
]

MASK: Final = "••••"


class Secret:
    """A sealed text; `reveal()` opens it, everything else shows a mask."""

    __slots__ = ("place", "sealed")

    def __init__(self, *, sealed: str, place: str) -> None:
        self.sealed = sealed
        self.place = place

    @classmethod
    def seal(cls, text: str, *, place: str) -> "Secret":
        """Seal a text for one place; the empty text stays empty."""
        return cls(sealed=prepare().seal(text, place=place) if text else "", place=place)

    def reveal(self) -> str:
        """Return the text; say in one sentence why not."""
        if not self.sealed:
            return ""
        ring = keeping.load()
        if ring is None:
            raise _missing()
        return ring.open(self.sealed, place=self.place)

    def __bool__(self) -> bool:
        return bool(self.sealed)

    def __str__(self) -> str:
        return MASK if self.sealed else ""

    def __repr__(self) -> str:
        return f"Secret({self})"


def keep_once(session: SessionBase, name: str, text: str) -> None:
    """Keep in the session, sealed, what one page has made and the next shows once."""
    session[name] = Secret.seal(text, place=f"session.{name}").sealed


def take_once(session: SessionBase, name: str) -> str:
    """Return what was kept for its one showing, and forget it; nothing where there is none."""
    return Secret(sealed=session.pop(name, ""), place=f"session.{name}").reveal()


class _Sealing(DeferredAttribute):
    """Seals plain text the moment it is assigned, so that no object carries it about."""

    field: "SealedField"

    def __set__(self, instance: models.Model, value: object) -> None:
        if isinstance(value, str):
            value = Secret.seal(value, place=self.field.place)
        instance.__dict__[self.field.attname] = value


if TYPE_CHECKING:
    _Text = models.TextField[str | Secret, Secret]
else:
    _Text = models.TextField


class SealedField(_Text):
    """A text that the database holds sealed; read as a `Secret`, written as text or `Secret`."""

    descriptor_class = _Sealing

    def __init__(self, *args: Any, place: str = "", **more: Any) -> None:
        """Bind to `place`: a name that never changes, even when the model is renamed."""
        self.place = place
        super().__init__(*args, **{"default": "", "blank": True, **more})

    def deconstruct(self) -> Any:
        name, path, args, more = super().deconstruct()
        return name, path, args, {**more, "place": self.place}

    def from_db_value(self, value: str | None, *_: object) -> Secret | None:
        return None if value is None else Secret(sealed=value, place=self.place)

    def to_python(self, value: object) -> object:
        return Secret.seal(value, place=self.place) if isinstance(value, str) else value

    def get_prep_value(self, value: object) -> object:
        return value.sealed if isinstance(value, Secret) else Secret.seal(str(value or ""), place=self.place).sealed

    def value_to_string(self, obj: models.Model) -> str:
        return str(getattr(obj, self.attname).sealed)


def sealed_fields() -> list[SealedField]:
    """Return every sealed field of every model: what a rotation has to go through."""
    return [
        field for model in apps.get_models() for field in model._meta.local_fields if isinstance(field, SealedField)
    ]


def prepare() -> Ring:
    """Return the ring; make the first one where nothing was ever sealed, refuse where it was lost."""
    ring = keeping.load()
    if ring is not None:
        return ring
    if _holds_secrets():
        raise _missing()
    return keeping.make()


def refuse_lost_ring() -> None:
    """Refuse where the database holds secrets and there is no ring that could open any; make none."""
    if keeping.load() is None and _holds_secrets():
        raise _missing()


def _holds_secrets() -> bool:
    return any(_rows(field).exists() for field in sealed_fields())


def _rows(field: SealedField) -> models.QuerySet[models.Model]:
    nothing = Secret(sealed="", place=field.place)
    return field.model._base_manager.exclude(**{field.attname: nothing})  # noqa: SLF001 - as above


def _missing() -> VaultLocked:
    return VaultLocked(
        gettext_noop(
            "The key ring %(path)s is missing, but the database holds sealed secrets: "
            "restore the file, or set %(setting)s."
        ),
        path=keeping.key_file(),
        setting=keeping.setting(),
    )
