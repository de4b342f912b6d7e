from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test.utils import isolate_apps
from pytest_django.fixtures import Settings

from jishi.vault import door, keeping, rotation
from jishi.vault.door import SealedField, Secret
from jishi.vault.ring import Ring, new_key

with isolate_apps("jishi.vault"):

    class Box(models.Model):
        """Something with a secret, for the tests alone."""

        secret = SealedField(place="tests.box")

        class Meta:
            app_label = "jishi_vault"

        def __str__(self) -> str:
            return str(self.secret)


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.VAULT_KEYS = None
    settings.DATA_DIR = tmp_path


@pytest.fixture(autouse=True)
def _box_is_a_model(transactional_db: None) -> Iterator[None]:
    apps.register_model("jishi_vault", Box)
    with connection.schema_editor() as editor:
        editor.create_model(Box)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Box)
    del apps.all_models["jishi_vault"]["box"]
    apps.clear_cache()


boxes: models.Manager[Box] = models.Manager()
boxes.model = Box


def stored() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM jishi_vault_box ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def opened() -> list[str]:
    return [box.secret.reveal() for box in boxes.order_by("pk")]


def test_of_two_rotations_at_once_no_key_is_lost() -> None:
    """The second may have read the ring before the first put its key there; what that sealed would open no more."""
    ring = Ring(keys=(new_key(), *door.prepare().keys))

    with ThreadPoolExecutor(1) as other:
        with keeping.alone():
            second = other.submit(_start_elsewhere)
            wait([second], timeout=0.5)
            keeping.replace(ring)
        kept = second.result()

    assert set(ring.keys) < set(kept.keys)


def _start_elsewhere() -> Ring:
    try:
        rotation.start()
        return door.prepare()
    finally:
        connection.close()


def field_of_boxes() -> SealedField:
    (found,) = (field for field in door.sealed_fields() if field.place == "tests.box")
    return found


def active() -> str:
    return door.prepare().active.key_id


def test_the_database_never_holds_the_text() -> None:
    box = Box(secret="the robot's key")
    box.save()

    assert "robot" not in stored()[0]
    assert "robot" not in repr(vars(box))
    assert opened() == ["the robot's key"]


def test_a_rotation_seals_everything_with_a_new_key() -> None:
    boxes.bulk_create(Box(secret=f"key {n}") for n in range(7))
    before = active()

    call_command("secrets", "rotate", batch=2, stdout=StringIO())

    assert active() != before
    assert {door.key_id_of(text) for text in stored()} == {active()}
    assert opened() == [f"key {n}" for n in range(7)]


def test_a_rotation_that_was_stopped_goes_on_with_the_same_key() -> None:
    boxes.bulk_create(Box(secret=f"key {n}") for n in range(7))
    rotation.start()
    begun = active()
    next(rotation.reseal(field_of_boxes(), batch=3))

    assert len({door.key_id_of(text) for text in stored()}) == 2
    assert opened() == [f"key {n}" for n in range(7)]
    call_command("secrets", "rotate", stdout=StringIO())

    assert active() == begun
    assert {door.key_id_of(text) for text in stored()} == {begun}


def test_a_value_that_its_owner_changes_meanwhile_is_kept() -> None:
    box = boxes.create(secret="old")
    read_before = boxes.get().secret
    rotation.start()
    box.secret = "new"
    box.save()

    changed = rotation._reseal_one(field_of_boxes(), box.pk, read_before)

    assert changed == 0
    assert opened() == ["new"]


def test_old_keys_stay_on_the_ring_until_told_to_go() -> None:
    boxes.create(secret="key")
    call_command("secrets", "rotate", stdout=StringIO())
    assert len(door.prepare().keys) == 2

    call_command("secrets", "rotate", forget=True, stdout=StringIO())

    assert len(door.prepare().keys) == 1
    assert opened() == ["key"]


def test_check_counts_by_key_and_shows_no_secret() -> None:
    boxes.create(secret="the robot's key")
    out = StringIO()

    call_command("secrets", "check", stdout=out)

    assert f"tests.box: 1 with key {active()}" in out.getvalue()
    assert "robot" not in out.getvalue()


def test_check_says_in_one_sentence_that_the_ring_is_another_one() -> None:
    boxes.create(secret="key")
    lost = active()
    keeping.replace(Ring(keys=(new_key(),)))

    with pytest.raises(CommandError, match=f"no key {lost}"):
        call_command("secrets", "check", stdout=StringIO())


def test_a_lost_ring_is_never_replaced_by_a_new_one(tmp_path: Path) -> None:
    boxes.create(secret="key")
    (tmp_path / "keys" / "vault.keys").unlink()

    with pytest.raises(door.VaultLocked, match="is missing, but the database holds sealed secrets"):
        Secret.seal("another", place="tests.box")
    with pytest.raises(CommandError, match="is missing"):
        call_command("secrets", "rotate", stdout=StringIO())
    assert not (tmp_path / "keys" / "vault.keys").exists()


def test_a_ring_from_a_setting_is_turned_over_by_changing_the_setting(settings: Settings) -> None:
    first, second = "a " + "A" * 43 + "=", "b " + "B" * 42 + "A="
    settings.VAULT_KEYS = first
    boxes.create(secret="key")
    settings.VAULT_KEYS = f"{second},{first}"

    call_command("secrets", "rotate", stdout=StringIO())

    assert door.key_id_of(stored()[0]) == "b"
    assert opened() == ["key"]
