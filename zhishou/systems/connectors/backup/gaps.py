"""Whether a chain of archived write-ahead log of PostgreSQL is whole: a gap ends what can be restored."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

SEGMENT: Final = re.compile(r"^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})(\.(gz|zst|lz4|bz2|xz|br))?$")
A_LOG: Final = 0x100  # segments of 16 MB in one log file of 4 GB, as PostgreSQL makes them unless told otherwise


def missing_segments(names: Iterable[str]) -> tuple[int, int, str]:
    """Return how many segments there are, how many lack between the first and the last, and which is the first."""
    chains: dict[str, set[int]] = defaultdict(set)
    for name in names:
        found = SEGMENT.match(name)
        if found:
            chains[found[1]].add(int(found[2], 16) * A_LOG + int(found[3], 16))
    lacking, first = 0, ""
    for timeline, there in sorted(chains.items()):
        begin, end = min(there), max(there)
        lacking += end - begin + 1 - len(there)
        if not first and len(there) <= end - begin:
            place = next(one for one in range(begin, end + 1) if one not in there)
            first = f"{timeline}{place // A_LOG:08X}{place % A_LOG:08X}"
    return sum(len(there) for there in chains.values()), lacking, first
