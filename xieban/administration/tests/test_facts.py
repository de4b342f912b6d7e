"""Every fact about people stands in the audit log, with who did it."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext

from jishi.outbox.door import deliver_waiting, publish
from xieban.administration.models import Entry
from xieban.administration.queries import labels
from xieban.administration.queries.labels import FACT_NAMES
from xieban.administration.tests.program import Program
from xieban.chat.events import ALL as CHAT_ALL
from xieban.directory.actions import hand_over, lock_account
from xieban.directory.events import ALL, SignedIn, SignInFailed
from xieban.flows.rules.words import Verb
from xieban.tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db


def test_who_left_stands_in_the_log_with_who_let_him_go(cast: Cast) -> None:
    hand_over(person=cast.drafter, successor=cast.clerk, by=cast.administrator, at=NOON)
    deliver_waiting(at=NOON)

    entry = Entry.objects.get(what="directory.PersonLeft")

    assert (entry.person, entry.about, entry.at) == (cast.administrator, f"person:{cast.drafter.uuid}", NOON)
    assert entry.after == {"successor_uuid": str(cast.clerk.uuid), "reason": ""}


def test_the_log_names_whom_it_is_about_and_calls_nobody_a_change_who_only_came_in(
    cast: Cast, client: Client
) -> None:
    lock_account(person=cast.drafter, by=cast.administrator, at=NOON)
    signed_in = SignedIn(happened_at=NOON, key=str(cast.clerk.uuid), method="password", address="10.0.0.9")
    publish(signed_in, at=NOON)
    deliver_waiting(at=NOON)
    client.force_login(cast.administrator)

    changes = client.get("/administration/log/").content.decode()
    everything = client.get("/administration/log/?all=1").content.decode()

    came_in = f"<strong>{gettext('Somebody signed in')}</strong>"
    assert f">{cast.drafter.name}</a>" in changes
    assert came_in not in changes
    assert came_in in everything
    told = Program(cast.administrator).ask("/audit", only_changes=True)["items"]
    assert "directory.PersonChanged" in {one["what"] for one in told}
    assert "directory.SignedIn" not in {one["what"] for one in told}


def test_guessing_from_one_address_fills_no_disk(cast: Cast) -> None:
    for second in range(90):
        at = NOON + timedelta(seconds=second)
        publish(SignInFailed(happened_at=at, key=str(cast.clerk.uuid), address="10.0.0.9", locked=False), at=at)
    deliver_waiting(at=NOON + timedelta(minutes=2))

    assert Entry.objects.filter(what="directory.SignInFailed").count() == 2


def test_every_fact_has_words() -> None:
    told = {f"directory.{kind.__name__}" for kind in ALL} | {f"chat.{kind.__name__}" for kind in CHAT_ALL}
    assert told == set(FACT_NAMES)


def test_every_change_has_words() -> None:
    folder = Path(labels.__file__).parents[1]
    sources = [
        path.read_text(encoding="utf-8") for kind in ("actions", "api") for path in folder.glob(f"{kind}/*.py")
    ]
    called = {found for text in sources for found in re.findall(r'what="([a-z]+\.[a-z_]+)"', text)}

    assert called <= set(labels.CHANGE_NAMES)
    assert {
        f"instances.{verb}"
        for verb in (Verb.TRANSFER, Verb.ADD_SIGNER, Verb.JUMP, Verb.SUSPEND, Verb.RESUME, Verb.END)
    } <= set(labels.CHANGE_NAMES)


def test_the_command_shows_a_key_once_and_each_change_stands_in_the_audit_log() -> None:
    def run(*words: str) -> str:
        told = io.StringIO()
        call_command("chat", "probe", *words, stdout=told)
        return told.getvalue()

    first, second, third = run("make", "zhishou"), run("make", "zhishou"), run("make", "zhishou", "--anew")
    listed = run("list")
    run("end", "zhishou")
    with pytest.raises(SystemExit):
        run("end", "zhishou")

    keys = [line.removeprefix("token: ") for text in (first, third) for line in text.splitlines()[1:2]]
    assert [key.startswith("xbp_") for key in keys] == [True, True]
    assert "xbp_" not in second
    assert "zhishou" in listed
    assert not any(key in listed for key in keys)
    assert run("list") == ""
    deliver_waiting(at=timezone.now())
    entries = list(Entry.objects.filter(what="chat.ProbeKeyChanged").order_by("id"))
    assert [one.after["what"] for one in entries if one.after] == ["made", "renewed", "ended"]
    assert not any(key.split("_", 2)[2] in str(one.after) for key in keys for one in entries)
