"""A letter to try a channel with."""

from datetime import UTC, datetime

from zhishou.notify.channels.protocol import Letter
from zhishou.notify.rules import Urgency

NOON = datetime(2023, 3, 15, 4, 0, tzinfo=UTC)


def a_letter(
    *, subject: str = "值班呼叫", body: str = "网站打不开", link: str = "https://zhishou.example/p/1/"
) -> Letter:
    return Letter(
        key="6f1c1a52-0000-4000-8000-000000000001",
        subject=subject,
        body=body,
        link=link,
        kinds=("duty.page",),
        urgency=Urgency.PAGE,
        language="zh-hans",
        made_at=NOON,
        engagement_codes=("red-cross",),
    )
