"""The last one out: a process of its own that ends the others when the supervisor was killed.

Run as a plain script, with nothing imported but the standard library. Reads `+GROUP` and `-GROUP` from its standard
input; the end of the input means that the supervisor is gone, and every group still named is ended.
"""

import contextlib
import os
import signal
import sys
import time


def is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end(groups: set[int], grace: float) -> None:
    """Ask every group to stop, wait, then insist."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        for group in groups:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, number)
        until = time.monotonic() + grace
        while any(is_alive(group) for group in groups) and time.monotonic() < until:
            time.sleep(0.05)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
    end(groups, float(sys.argv[1]))


if __name__ == "__main__":
    main()
