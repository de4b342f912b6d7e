import subprocess
import sys
from pathlib import Path

import pytest

from jishi.deployment.door import identity

HOUSE = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.processes


def test_a_command_runs_with_a_collector_that_passes_over_what_was_loaded() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-m",
            identity().command,
            "shell",
            "-v",
            "0",
            "-c",
            "import gc; print(gc.isenabled(), gc.get_freeze_count())",
        ],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=True,
    )

    enabled, frozen = told.stdout.split()
    assert enabled == "True"
    assert int(frozen) > 100_000
