"""Which kinds of channels there are; the one list."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from zhishou.notify.channels.dingtalk.transport import DingTalk
from zhishou.notify.channels.feishu.transport import Feishu
from zhishou.notify.channels.mail.transport import Mail
from zhishou.notify.channels.matrix.transport import Matrix
from zhishou.notify.channels.protocol import Transport
from zhishou.notify.channels.sms.transport import Sms
from zhishou.notify.channels.webhook.transport import Webhook
from zhishou.notify.channels.wecom.transport import WeCom

_TRANSPORTS: dict[str, Transport] = {
    one.kind: one for one in (Mail(), Sms(), WeCom(), DingTalk(), Feishu(), Matrix(), Webhook())
}


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
