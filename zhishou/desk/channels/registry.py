"""Which channels there are; the one list."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from zhishou.desk.channels.alert.channel import ALERT
from zhishou.desk.channels.api.channel import API
from zhishou.desk.channels.chat.channel import CHAT
from zhishou.desk.channels.fax.channel import FAX
from zhishou.desk.channels.inspection.channel import INSPECTION
from zhishou.desk.channels.mail.channel import MAIL
from zhishou.desk.channels.phone.channel import PHONE
from zhishou.desk.channels.protocol import Channel
from zhishou.desk.channels.qq.channel import QQ
from zhishou.desk.channels.web.channel import WEB
from zhishou.desk.channels.wechat.channel import WECHAT
from zhishou.desk.channels.wecom.channel import WECOM

_CHANNELS: dict[str, Channel] = {
    one.kind: one for one in (PHONE, WEB, MAIL, FAX, WECHAT, WECOM, QQ, CHAT, ALERT, INSPECTION, API)
}


def channels() -> Mapping[str, Channel]:
    """Return every kind by its name."""
    return dict(_CHANNELS)


def channel(kind: str) -> Channel | None:
    """Return one kind; None where a program names one of its own, or an older version knew it."""
    return _CHANNELS.get(kind)


def name_of(kind: str) -> str:
    """Return what users call a kind; one that is not declared is called by the name it came with."""
    found = _CHANNELS.get(kind)
    return str(found.name) if found else kind


def is_spoken(kind: str) -> bool:
    """Say whether whoever reaches us this way is spoken to at that moment."""
    found = _CHANNELS.get(kind)
    return found is not None and found.is_spoken


def is_the_clients(kind: str) -> bool:
    """Say whether one of the client's people may name this channel; one that is not declared is a program's own."""
    found = _CHANNELS.get(kind)
    return found is None or found.is_the_clients


@contextmanager
def standing_in(*doubles: Channel) -> Iterator[None]:
    """Let doubles stand in for the real ones while a test runs."""
    before = dict(_CHANNELS)
    _CHANNELS.update({one.kind: one for one in doubles})
    try:
        yield
    finally:
        _CHANNELS.clear()
        _CHANNELS.update(before)
