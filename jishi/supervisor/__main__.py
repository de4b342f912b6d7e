"""`python -m jishi.supervisor A B`: start several products side by side, each by its own command; stop them as one.

Each keeps its own supervisor, data and lock. One that cannot start ends all, with its own sentence.
"""

import os
import sys
from datetime import timedelta

from jishi.supervisor.door import CannotGoOn, DoesNotStayUp, Lines, Process, Says, Supervisor

# A product stops its own processes within ten seconds, and may make its tables before it is ready.
GRACE, PATIENCE = timedelta(seconds=15), timedelta(minutes=6)
READY = "已就绪 · "  # what every product says once it is


def main() -> None:
    lines = Lines(stream=sys.stdout, is_plain=True)
    environment = {"FORCE_COLOR": "1"} if lines.coloured else {}
    products = [
        Process(
            name=name,
            command=(sys.executable, "-m", name, "start"),
            ready=Says(words=READY),
            environment=environment,
        )
        for name in sys.argv[1:]
    ]
    lock = os.open(os.devnull, os.O_RDONLY)  # each product holds its own
    try:
        Supervisor(
            processes=products,
            lines=lines,
            lock=lock,
            on_ready=lambda: lines.say("\n  全部就绪，停止请按 Ctrl-C · All are ready; Ctrl-C stops them all\n"),
            grace=GRACE,
            patience=PATIENCE,
        ).run()
    except DoesNotStayUp as trouble:
        # A product says in a sentence of its own why it does not start: once is enough, as the last that is read.
        said = trouble.last_line or str(trouble)
        sys.exit(1 if said == lines.last else said)
    except CannotGoOn as trouble:
        sys.exit(str(trouble))


if __name__ == "__main__":
    main()
