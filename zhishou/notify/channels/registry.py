"""Which kinds of channels there are; the one list."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from zhishou.notify.channels.mail.transport import Mail
from zhishou.notify.channels.protocol import Transport

_TRANSPORTS: dict[str, Transport] = {one.kind: one for one in (Mail(),)}


def transports() -> Mapping[str, Transport]:
    """Return every kind by its name."""
    return dict(_TRANSPORTS)


def transport(kind: str) -> Transport | None:
    """Return one kind; None where an older version knew it and this one does not."""
    return _TRANSPORTS.get(kind)


@contextmanager
def standing_in(*doubles: Transport) -> Iterator[None]:
    """Let doubles stand in for the real ones while a test runs."""
    before = dict(_TRANSPORTS)
    _TRANSPORTS.update({one.kind: one for one in doubles})
    try:
        yield
    finally:
        _TRANSPORTS.clear()
        _TRANSPORTS.update(before)
