"""`make bench`: runs every measured claim, one after the other, and says on what machine."""

import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def machine() -> str:
    """Say the size of this machine in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    size = f"{os.cpu_count()} cores, {memory:.0f} GB"
    return f"{size}, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def main() -> int:
    print(f"Machine: {machine()}", flush=True)
    failed = []
    for path in sorted(HERE.glob("[a-z]*.py")):
        print(f"\n== {path.stem} ==", flush=True)
        if subprocess.run(
            [sys.executable, path], cwd=HERE.parent, env={**os.environ, "PYTHONPATH": str(HERE.parent)}, check=False
        ).returncode:
            failed.append(path.stem)
    if failed:
        print(f"\nNot measured, or below the claim: {', '.join(failed)}")
    return len(failed) and 1


if __name__ == "__main__":
    sys.exit(main())
