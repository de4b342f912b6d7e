"""The bundle is verified by its own script alone: another process, isolated, no access to us."""

import json
import subprocess
import sys
import zipfile
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import NOON, Cast
from jishi.refusals.door import Refusal
from zhishou.ledger import actions
from zhishou.ledger.actions.bundle import TEMPLATES, write_bundle
from zhishou.ledger.models import Batch, Entry, ShownHead
from zhishou.ledger.tests.factories import an_entry, entries
from zhishou.ledger.tests.test_tampering import forge

pytestmark = pytest.mark.once
SOON = NOON + timedelta(seconds=5)
SCRIPT = TEMPLATES / "verify.py"


@pytest.fixture
def bundle(cast: Cast, tmp_path: Path) -> Path:
    """Three batches of two, as a folder; the second head was shown."""
    for _ in range(3):
        entries(cast.engagement, 1, by=cast.manager)
        an_entry(cast.engagement, words='引号 " 反斜杠 \\ 换行 \n 表情 😀', ratio=0.1, large=10**20, none=None)
        actions.seal(at=SOON)
    entries(cast.other_engagement, 2)
    shown = Batch.objects.get(number=2, chain__engagement=cast.engagement)
    ShownHead.objects.create(
        engagement=cast.engagement, day=NOON.date(), head=shown.head, number=2, last_position=4, shown_at=SOON
    )
    write_bundle(cast.engagement, tmp_path / "bundle.zip", at=SOON)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        archive.extractall(tmp_path / "bundle")
    return tmp_path / "bundle"


def check(path: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(path), *words], capture_output=True, check=False, timeout=60
    )
    return done.returncode, (done.stdout + done.stderr).decode()


@lru_cache
def script() -> dict[str, object]:
    """Load the script once, so that hundreds of forgeries need no hundreds of processes."""
    names: dict[str, object] = {"__name__": "verify", "__file__": str(SCRIPT)}
    exec(compile(SCRIPT.read_text(), str(SCRIPT), "exec"), names)  # noqa: S102 - our own script
    return names


def holds(path: Path) -> bool:
    names = script()
    try:
        names["verify"](str(path), "")  # type: ignore[operator]
    except Exception:  # noqa: BLE001 - whatever main() answers with exit code 1
        return False
    return True


def test_a_true_bundle_holds_unpacked_and_packed_and_by_its_own_copy(bundle: Path) -> None:
    for path in (bundle, bundle.parent / "bundle.zip"):
        code, said = check(path)
        assert (code, "HOLDS" in said, "6 entries, 3 batches" in said) == (0, True, True), said

    own = subprocess.run([sys.executable, "-I", "verify.py"], cwd=bundle, capture_output=True, check=False)
    assert own.returncode == 0, own.stdout


def test_a_head_that_was_shown_is_found_again_and_any_other_is_not(bundle: Path) -> None:
    head = Batch.objects.get(number=1, chain__engagement__code="red-cross").head

    assert check(bundle, "--head", head)[0] == 0
    code, said = check(bundle, "--head", "ab" * 32)
    assert (code, "NOT extend" in said) == (1, True)
    assert check(bundle, "--head", "short")[0] == 2


def test_only_this_contracts_evidence_is_in_it(bundle: Path, cast: Cast) -> None:
    rows = [json.loads(line) for line in (bundle / "entries.jsonl").read_text().splitlines()]

    assert {row["engagement"] for row in rows} == {str(cast.engagement.uuid)}
    assert cast.other_engagement.code not in (bundle / "heads.json").read_text()


def test_an_engagement_without_evidence_still_has_a_bundle_that_holds(cast: Cast, tmp_path: Path) -> None:
    write_bundle(cast.engagement, tmp_path / "empty.zip", at=SOON)

    assert check(tmp_path / "empty.zip")[0] == 0


def names_of(bundle: Path) -> list[str]:
    return sorted(path.name for path in bundle.iterdir())


@pytest.mark.parametrize("kind", ["flipped", "removed", "added"])
@pytest.mark.parametrize(
    "name",
    [
        "README.en.md",
        "README.zh.md",
        "SHA256SUMS",
        "batches.jsonl",
        "entries.jsonl",
        "heads.json",
        "seals.jsonl",
        "verify.py",
    ],
)
def test_one_changed_byte_in_any_file_is_found(bundle: Path, name: str, kind: str) -> None:
    file = bundle / name
    true = file.read_bytes()
    for at in sorted({0, 1, len(true) // 3, len(true) // 2, len(true) - 2, len(true) - 1}):
        forged = {
            "flipped": true[:at] + bytes([true[at] ^ 1]) + true[at + 1 :],
            "removed": true[:at] + true[at + 1 :],
            "added": true[:at] + b" " + true[at:],
        }[kind]
        file.write_bytes(forged)
        assert not holds(bundle), (name, kind, at)


@pytest.mark.parametrize("name", ["SHA256SUMS", "entries.jsonl", "heads.json", "verify.py"])
def test_a_missing_or_an_additional_file_is_found(bundle: Path, name: str) -> None:
    (bundle / "extra.txt").write_text("x")
    assert not holds(bundle)
    (bundle / "extra.txt").unlink()

    (bundle / name).unlink()

    assert check(bundle)[0] == 1


def forge_file(bundle: Path, name: str, forged: bytes) -> None:
    """Change a file as a clever forger would: with its line in SHA256SUMS put right."""
    sums = (bundle / "SHA256SUMS").read_text()
    (bundle / "SHA256SUMS").write_text(
        sums.replace(sha256((bundle / name).read_bytes()).hexdigest(), sha256(forged).hexdigest())
    )
    (bundle / name).write_bytes(forged)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["entries.jsonl", "seals.jsonl", "batches.jsonl"]),
    place=st.floats(0, 1, exclude_max=True),
    change=st.integers(1, 255),
)
def test_any_byte_of_the_chain_is_found_even_with_the_sums_put_right(
    bundle: Path, name: str, place: float, change: int
) -> None:
    true, sums = (bundle / name).read_bytes(), (bundle / "SHA256SUMS").read_bytes()
    at = int(place * len(true))

    forge_file(bundle, name, true[:at] + bytes([true[at] ^ change]) + true[at + 1 :])

    assert not holds(bundle)
    (bundle / name).write_bytes(true)
    (bundle / "SHA256SUMS").write_bytes(sums)
    assert holds(bundle)


@pytest.mark.parametrize("name", ["entries.jsonl", "seals.jsonl", "batches.jsonl"])
@pytest.mark.parametrize("kind", ["cut at the end", "cut at the start", "swapped", "repeated"])
def test_missing_additional_and_reordered_lines_are_found(bundle: Path, name: str, kind: str) -> None:
    lines = (bundle / name).read_bytes().splitlines(keepends=True)
    forged = {
        "cut at the end": lines[:-1],
        "cut at the start": lines[1:],
        "swapped": [lines[1], lines[0], *lines[2:]],
        "repeated": [*lines, lines[-1]],
    }[kind]

    forge_file(bundle, name, b"".join(forged))

    code, said = check(bundle)
    assert code == 1
    assert "BROKEN" in said


def test_a_forged_entry_is_named_by_its_position(bundle: Path) -> None:
    true = (bundle / "entries.jsonl").read_bytes().splitlines(keepends=True)
    true[2] = true[2].replace(b'"by_name":"Manager"', b'"by_name":"Forgery"')

    forge_file(bundle, "entries.jsonl", b"".join(true))

    assert "position 3" in check(bundle)[1]


def test_a_damaged_ledger_is_not_exported_half(bundle: Path, cast: Cast, tmp_path: Path) -> None:
    entry = Entry.objects.get(seal__position=2, engagement=cast.engagement)
    forge("UPDATE ledger_entry SET payload_text = '{' WHERE id = %s", entry.pk)

    with pytest.raises(Refusal, match=str(entry.uuid)):
        write_bundle(cast.engagement, tmp_path / "half.zip", at=SOON)

    assert not list(tmp_path.glob("half*"))


def test_the_command_writes_a_bundle_with_everything_so_far(cast: Cast, tmp_path: Path) -> None:
    entries(cast.engagement, 2)

    call_command("ledger", "export", "--contract", "red-cross", str(tmp_path / "out.zip"))

    code, said = check(tmp_path / "out.zip")
    assert (code, "2 entries" in said) == (0, True)


def test_the_script_speaks_the_python_of_older_machines() -> None:
    import ast  # noqa: PLC0415 - only here

    ast.parse(SCRIPT.read_text(), feature_version=(3, 8))
