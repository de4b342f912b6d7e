import subprocess
import sys
from pathlib import Path

import pytest

from jishi.backup.scratch import scratch

pytestmark = pytest.mark.django_db
KILLED = (
    "import os, sys; from pathlib import Path; from jishi.backup.scratch import scratch\n"
    "with scratch(Path(sys.argv[1])) as folder: (folder / 'database').touch(); os.kill(os.getpid(), 9)"
)
HOUSE = Path(__file__).resolve().parents[3]


def test_what_a_killed_one_left_goes_with_the_next(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=HOUSE, check=False)
    assert done.returncode == -9
    (left,) = tmp_path.iterdir()

    with scratch(tmp_path) as folder:
        assert list(tmp_path.iterdir()) == [folder]

    assert not left.exists()
    assert list(tmp_path.iterdir()) == []


def test_nobody_takes_away_what_another_works_in(tmp_path: Path) -> None:
    with scratch(tmp_path) as first, scratch(tmp_path) as second:
        assert first.is_dir()
        assert second.is_dir()
        assert first != second
