import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from jishi.vault import keeping
from jishi.vault.door import Secret
from jishi.vault.ring import Ring, VaultLocked, new_key

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.VAULT_KEYS = None
    settings.DATA_DIR = tmp_path


def test_the_first_use_makes_a_ring_that_only_its_owner_reads(tmp_path: Path) -> None:
    secret = Secret.seal("robot", place="p")

    path = tmp_path / "keys" / "vault.keys"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert secret.reveal() == "robot"
    assert [entry.name for entry in path.parent.iterdir()] == ["vault.keys"]


def test_two_that_make_the_first_ring_at_once_get_the_same() -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        rings = list(pool.map(lambda _: keeping.make(), range(2)))

    assert rings[0] == rings[1]


def test_a_ring_that_others_can_read_is_refused_with_the_remedy(tmp_path: Path) -> None:
    keeping.make()
    (tmp_path / "keys" / "vault.keys").chmod(0o644)

    with pytest.raises(VaultLocked, match="chmod 600"):
        keeping.load()


def test_another_ring_takes_effect_at_once_in_a_running_process() -> None:
    keeping.make()
    ring = Ring(keys=(new_key(),))

    keeping.replace(ring)

    assert keeping.load() == ring


def test_a_setting_goes_before_the_file(settings: Settings) -> None:
    keeping.make()
    settings.VAULT_KEYS = "given " + "A" * 43 + "="

    ring = keeping.load()

    assert ring is not None
    assert ring.active.key_id == "given"


def test_a_secret_is_masked_wherever_it_is_printed() -> None:
    secret = Secret.seal("robot", place="p")

    assert f"{secret} {secret!r} {[secret]}" == "•••• Secret(••••) [Secret(••••)]"


def test_a_secret_without_its_ring_says_what_to_do(tmp_path: Path) -> None:
    secret = Secret.seal("robot", place="p")
    (tmp_path / "keys" / "vault.keys").unlink()

    with pytest.raises(VaultLocked, match="restore the file, or set ZHISHOU_VAULT_KEYS"):
        secret.reveal()
