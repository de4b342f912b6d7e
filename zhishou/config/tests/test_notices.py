"""Every kind of notice has a name, by which people choose what stays in their inbox."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from conftest import NOON, Cast
from zhishou.config.notices import KIND_NAMES
from zhishou.notify.actions import tell
from zhishou.notify.rules import Message, Urgency

WRITTEN = sorted(
    f"{path.parents[1].name}.{path.stem}"
    for path in Path(settings.BASE_DIR).glob("zhishou/*/templates/*/notices/*.txt")
)


def test_every_kind_of_notice_has_a_name() -> None:
    assert sorted(KIND_NAMES) == WRITTEN


@pytest.mark.once
def test_a_kind_to_be_kept_in_the_inbox_is_named_without_its_latest_date(cast: Cast, client: Client) -> None:
    words: dict[str, str | int] = {"day": "2023-05-10", "hash": "ab", "entry": 1, "contract": "合同"}
    tell(to=[cast.expert], message=Message(kind="ledger.head", words=words, urgency=Urgency.ROUTINE), at=NOON)
    client.force_login(cast.expert)

    page = client.get("/account/channels/").content.decode()

    assert "存证账本每日链头" in page
    assert "2023-05-10" not in page
