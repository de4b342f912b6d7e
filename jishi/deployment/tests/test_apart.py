"""What is done in a copy of a process leaves nothing in the process itself."""

import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[3]
SCRIPT = """
import os
import django
import typst

django.setup()
from django.conf import settings
from jishi.deployment.apart import apart
from jishi.refusals.door import Trouble

PAGES = "= One\\n" + "Words. #pagebreak()\\n" * 20

def typeset():
    typst.compile(PAGES.encode(), format="pdf", ignore_system_fonts=True)
    print("typeset", flush=True)

def troubled():
    raise Trouble("The file %(name)s is missing.", name="one")

def die():
    os._exit(7)

"""


def told(tmp_path: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    """Return what a process of its own says that does these lines."""
    return subprocess.run(
        [sys.executable, "-c", SCRIPT + "\n".join(lines)],
        cwd=HOUSE,
        env={
            "DJANGO_SETTINGS_MODULE": "xieban.config.settings",
            "XIEBAN_DATA_DIR": str(tmp_path),
            "PATH": "/usr/bin:/bin",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


pytestmark = [pytest.mark.processes, pytest.mark.one_engine]


def test_a_copy_typesets_after_another_has_done_so(tmp_path: Path) -> None:
    script = ("apart(typeset)", "print(len(os.listdir('/proc/self/task')))", "apart(typeset)")

    said = told(tmp_path, *script)

    assert said.stdout.split() == ["typeset", "1", "typeset"], said.stderr


def test_what_troubles_the_copy_troubles_who_asked(tmp_path: Path) -> None:
    said = told(tmp_path, "try:", "    apart(troubled)", "except Trouble as trouble:", "    print(trouble.words)")

    assert "{'name': 'one'}" in said.stdout, said.stderr


def test_a_copy_that_was_killed_ends_who_asked(tmp_path: Path) -> None:
    said = told(tmp_path, "apart(die)", "print('went on')")

    assert said.returncode == 7, said.stderr
    assert "went on" not in said.stdout
