"""Turning over to another key: every sealed value sealed again, in batches, safe to stop at any moment."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from jishi.sentences.door import gettext_noop
from jishi.vault import keeping
from jishi.vault.door import SealedField, Secret, prepare, sealed_fields
from jishi.vault.ring import Ring, VaultLocked, key_id_of, new_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What one place holds: values by key, and why some of them do not open."""

    place: str
    by_key: dict[str, int]
    locked: tuple[str, ...]


def start() -> Ring:
    """Put a new key first, unless an earlier rotation still has values to seal again."""
    ring = prepare()
    if keeping.given() is not None:
        return ring
    with keeping.alone():  # of two rotations the second goes on with the key of the first
        if is_unfinished():
            return prepare()
        ring = Ring(keys=(new_key(), *prepare().keys))
        keeping.replace(ring)
    return ring


def is_unfinished() -> bool:
    """Say whether any value is still sealed with a key other than the active one."""
    active = prepare().active.key_id
    return any(key_id_of(secret.sealed) != active for field in sealed_fields() for _, secret in values(field))


def reseal(field: SealedField, *, batch: int = 200) -> Iterator[int]:
    """Seal the field's values with the active key; yields after each batch how many it changed."""
    active = prepare().active.key_id
    last: object = None
    while True:
        rows = list(_page(field, after=last, batch=batch))
        if not rows:
            return
        yield sum(_reseal_one(field, key, secret) for key, secret in rows if key_id_of(secret.sealed) != active)
        last = rows[-1][0]


def _reseal_one(field: SealedField, key: object, secret: Secret) -> int:
    again = Secret.seal(secret.reveal(), place=field.place)
    # Only where it is still what we opened: a value that its owner just changed is newer than ours.
    rows = field.model._base_manager.filter(pk=key, **{field.attname: secret})  # noqa: SLF001 - Django's name
    return rows.update(**{field.attname: again})


def values(field: SealedField, *, batch: int = 1000) -> Iterator[tuple[object, Secret]]:
    """Walk over the sealed values of a field, by primary key."""
    last: object = None
    while rows := list(_page(field, after=last, batch=batch)):
        yield from rows
        last = rows[-1][0]


def _page(field: SealedField, *, after: object, batch: int) -> Iterator[tuple[object, Secret]]:
    rows = field.model._base_manager.exclude(  # noqa: SLF001 - Django's name
        **{field.attname: Secret(sealed="", place=field.place)}
    ).order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    yield from rows.values_list("pk", field.attname)[:batch]


def tally(field: SealedField) -> Tally:
    """Open every value of a field and count."""
    counts: Counter[str] = Counter()
    locked: dict[str, None] = {}
    for _, secret in values(field):
        try:
            counts[key_id_of(secret.sealed)] += 1
            secret.reveal()
        except VaultLocked as error:
            locked[str(error)] = None
    return Tally(place=field.place, by_key=dict(counts), locked=tuple(locked))


def forget_unused() -> list[str]:
    """Take the keys off the ring that no value needs any more; copies in old backups still need them."""
    if keeping.given() is not None:
        raise VaultLocked(
            gettext_noop("The ring is given by the setting %(setting)s: take old keys away there."),
            setting=keeping.setting(),
        )
    with keeping.alone():
        ring = prepare()
        used = {key_id_of(secret.sealed) for field in sealed_fields() for _, secret in values(field)}
        kept = tuple(key for key in ring.keys if key == ring.active or key.key_id in used)
        if len(kept) < len(ring.keys):
            keeping.replace(Ring(keys=kept))
    return [key.key_id for key in ring.keys if key not in kept]
