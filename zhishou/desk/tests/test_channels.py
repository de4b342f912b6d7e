"""Channels are folders: each declares itself, and the registry is the only list."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.translation import override

from conftest import NOON
from zhishou.desk import channels
from zhishou.desk.channels import registry
from zhishou.desk.channels.protocol import Channel
from zhishou.desk.channels.registry import is_spoken, name_of, standing_in
from zhishou.desk.models import Evidence
from zhishou.desk.rules.channels import Limits, may_write
from zhishou.desk.tests.factories import Desk

HOUR = timedelta(hours=1)
WECHAT = registry.channels()["wechat"].limits
DOORBELL = Channel(kind="doorbell", name="门铃", limits=Limits(first_contact=False), is_spoken=True)


def test_every_folder_is_a_channel_in_the_registry_and_says_its_limits() -> None:
    here = Path(channels.__path__[0])
    folders = {path.parent.name: path.parent for path in here.glob("*/channel.py")}

    assert set(folders) == set(registry.channels())
    assert [kind for kind, one in registry.channels().items() if one.kind != kind] == []
    assert [kind for kind, path in folders.items() if "\nLimits: " not in (path / "__init__.py").read_text()] == []


def test_what_no_folder_declares_is_called_by_the_name_it_came_with() -> None:
    with override("zh-hans"):
        assert name_of("phone") == "电话"
    assert name_of("their-own-robot") == "their-own-robot"
    assert not is_spoken("their-own-robot")


@pytest.mark.django_db
def test_a_new_channel_brings_its_own_name_and_whether_it_is_spoken(desk: Desk) -> None:
    with standing_in(DOORBELL):
        assert name_of("doorbell") == "门铃"
        desk.open(channel="doorbell")

    assert Evidence.objects.get().kind == "call"
    desk.open(channel="web")
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    ("limits", "heard", "answered", "may"),
    [
        pytest.param(WECHAT, None, 0, False, id="no first contact"),
        pytest.param(WECHAT, HOUR, 4, True, id="the fifth answer"),
        pytest.param(WECHAT, HOUR, 5, False, id="the sixth answer"),
        pytest.param(WECHAT, 48 * HOUR - timedelta(seconds=1), 0, True, id="just inside the window"),
        pytest.param(WECHAT, 48 * HOUR, 0, False, id="the end of the window is exclusive"),
        pytest.param(Limits(first_contact=True), None, 0, True, id="mail writes first"),
        pytest.param(Limits(first_contact=True, reply_within=HOUR), 2 * HOUR, 9, True, id="late is first contact"),
    ],
)
def test_the_window_of_a_channel_decides_whether_we_may_write(
    limits: Limits,
    heard: timedelta | None,
    answered: int,
    may: bool,  # noqa: FBT001 - a case of the table
) -> None:
    heard_at = None if heard is None else NOON - heard

    assert may_write(limits, heard_at=heard_at, answered=answered, at=NOON) is may
