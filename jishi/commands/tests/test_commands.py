import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from jishi.deployment.door import identity

HOUSE = Path(__file__).resolve().parents[3]
READS = "from django.contrib.sessions.models import Session; Session.objects.exists()"
pytestmark = pytest.mark.processes


def command(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    words = (sys.executable, "-m", identity().command, *words)
    return subprocess.run(words, cwd=HOUSE, env=env, check=False, capture_output=True, text=True)


def test_a_command_runs_with_a_collector_that_passes_over_what_was_loaded() -> None:
    script = "import gc; print(gc.isenabled(), gc.get_freeze_count())"

    told = command("shell", "-v", "0", "-c", script)

    enabled, frozen = told.stdout.split()
    assert enabled == "True"
    assert int(frozen) > 100_000


def test_no_command_but_the_pages_own_is_held_up_by_a_page() -> None:
    """A backup is taken, and the ledger verified, though a page cannot even be loaded."""
    ours = {name: app for name, app in get_commands().items() if app.startswith(("jishi.", "zhishou.", "xieban."))}

    checked = {name for name, app in ours.items() if load_command_class(app, name).requires_system_checks}

    assert checked == {"web"}
    assert {"backup", "restore", "tasks", "outbox", "secrets"} <= ours.keys()


def test_a_refusal_is_one_sentence() -> None:
    told = command("tasks", "retry", "no-id")

    assert told.returncode == 1
    assert told.stderr.startswith("“no-id” is not a task's id")


def test_where_there_is_no_database_yet_a_command_ends_in_a_sentence(tmp_path: Path) -> None:
    prefix = identity().prefix
    ours = {"DATABASE_URL", f"{prefix}DATABASE_URL"}
    plain = {name: value for name, value in os.environ.items() if name not in ours}

    told = command("shell", "-v", "0", "-c", READS, env={**plain, f"{prefix}DATA_DIR": str(tmp_path / "none")})

    assert told.returncode == 1
    assert "There is no database" in told.stderr
    assert "还没有数据库" in told.stderr
    assert len(told.stderr.strip().splitlines()) == 1, "no trace"
