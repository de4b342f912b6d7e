"""A product of the tests: runs the scripts named on its command line under the supervisor.

One whose name begins with `copied` is run in a copy of this process, the others by an interpreter of their own.
"""

import runpy
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path

from jishi.supervisor.door import Answers, CannotGoOn, Lines, Process, Says, Supervisor, sole

STEPS_BACK = 7
LATE = "late"


def declared(data: Path, name: str) -> Process:
    script, answers = str(data / f"{name}.py"), data / f"{name}.url"
    copied = name.startswith("copied")
    return Process(
        name=name,
        command=("copied", script) if copied else (sys.executable, "-u", script),
        work=partial(runpy.run_path, script) if copied else None,
        ready=Answers(url=answers.read_text(encoding="utf-8")) if answers.exists() else Says(words="ready"),
        environment={"TOLD": name},
        niceness=STEPS_BACK if name == "yielding" else 0,
        late=name == LATE,
    )


if __name__ == "__main__":
    data, *names = sys.argv[1:]
    lines = Lines(stream=sys.stdout)
    try:
        with sole(Path(data) / "lock") as lock:
            Supervisor(
                processes=[declared(Path(data), name) for name in names],
                lines=lines,
                lock=lock,
                on_ready=lambda: lines.say("ALL READY"),
                grace=timedelta(seconds=2),
                patience=timedelta(seconds=20),
            ).run()
    except CannotGoOn as error:
        sys.exit(str(error))
