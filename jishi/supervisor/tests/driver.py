"""A product of the tests: runs the scripts named on its command line under the supervisor."""

import sys
from datetime import timedelta
from pathlib import Path

from jishi.supervisor.door import Answers, CannotGoOn, Lines, Process, Says, Supervisor, sole

STEPS_BACK = 7

if __name__ == "__main__":
    data, *names = sys.argv[1:]
    lines = Lines(stream=sys.stdout)
    try:
        with sole(Path(data) / "lock") as lock:
            Supervisor(
                processes=[
                    Process(
                        name=name,
                        command=(sys.executable, "-u", str(Path(data) / f"{name}.py")),
                        ready=Answers(url=(Path(data) / f"{name}.url").read_text(encoding="utf-8"))
                        if (Path(data) / f"{name}.url").exists()
                        else Says(words="ready"),
                        niceness=STEPS_BACK if name == "yielding" else 0,
                    )
                    for name in names
                ],
                lines=lines,
                lock=lock,
                on_ready=lambda: lines.say("ALL READY"),
                grace=timedelta(seconds=2),
                patience=timedelta(seconds=20),
            ).run()
    except CannotGoOn as error:
        sys.exit(str(error))
