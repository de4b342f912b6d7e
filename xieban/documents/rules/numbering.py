"""How numbers look and which way they go; pure."""

from collections.abc import Iterable

from xieban.documents.rules.words import NEXT, NumberState


def written(*, code: str, year: int, serial: int) -> str:
    """Write a number as GB/T 9704 does: six-cornered brackets, the full year, no leading nought; orders: 第5号."""
    if not year:
        return f"第{serial}号"
    return f"{code}〔{year}〕{serial}号"


def may_become(now: NumberState, then: NumberState) -> bool:
    """Say whether a number may go from one state to another; it never comes back."""
    return then in NEXT[now]


def gaps(serials: Iterable[int]) -> tuple[int, ...]:
    """Return the serials that are missing between 1 and the highest."""
    there = set(serials)
    return tuple(one for one in range(1, max(there, default=0) + 1) if one not in there)
