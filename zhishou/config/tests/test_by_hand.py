"""Background work that somebody starts by hand, here or on a second machine: refused where it would only spoil."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from conftest import Cast
from jishi.commands.door import ByHandCommand
from jishi.tasks.management.commands.tick import Command as Tick
from jishi.tasks.management.commands.worker import Command as Worker
from zhishou.notify.tests.factories import make_channel
from zhishou.watch.management.commands.prober import Command as Prober

pytestmark = pytest.mark.django_db


def refused(command: ByHandCommand) -> str:
    """Start a command as from the command line; return why it does not begin."""
    command._called_from_command_line = True  # as Django's own command line does
    with pytest.raises(SystemExit) as why:
        command.execute()
    return str(why.value)


@pytest.mark.parametrize("command", [Worker, Tick, Prober])
def test_a_machine_without_the_ring_takes_no_work(
    command: type[ByHandCommand], cast: Cast, settings: LazySettings, tmp_path: Path
) -> None:
    make_channel(cast.expert)
    settings.VAULT_KEYS, settings.DATA_DIR = None, tmp_path

    said = refused(command())

    assert f"缺少密钥环 {tmp_path}/keys/vault.keys" in said
    assert "or set ZHISHOU_VAULT_KEYS" in said
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("command", [Worker, Tick])
def test_a_machine_without_the_key_of_the_others_signs_no_links(
    command: type[ByHandCommand], settings: LazySettings
) -> None:
    settings.SECRET_KEY_IS_DRAWN = True

    assert "ZHISHOU_SECRET_KEY_FILE" in refused(command())


def test_a_worker_looks_at_the_file_of_the_text_message_gateway(settings: LazySettings, tmp_path: Path) -> None:
    settings.SMS_GATEWAY = str(tmp_path / "sms.toml")

    said = refused(Worker())

    assert f"按短信网关的配置文件发不出短信（{tmp_path}/sms.toml：文件不存在）" in said
    assert f"({tmp_path}/sms.toml: No such file or directory)" in said
