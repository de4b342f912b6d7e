"""What ties a process to the one that started it."""

import ctypes
import signal
from typing import Final

PR_SET_PDEATHSIG: Final = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent() -> None:
    """Run in the child before its work: should the supervisor be killed, the kernel tells the child to stop."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
