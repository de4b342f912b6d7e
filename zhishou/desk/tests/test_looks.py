"""How an inlet is looked into, called, minded and shown."""

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from conftest import NOON
from zhishou.desk.actions import inlets
from zhishou.desk.actions.setting_aside import as_text, from_text
from zhishou.desk.models import Inlet, Intake, SetAside
from zhishou.desk.rules.channels import IncomingFile
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.pigeons import (
    HERE,
    MINUTE,
    Loft,
    incoming,
)
from zhishou.desk.tests.test_ticket_page import signed_in

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def test_a_look_takes_in_what_is_new_and_a_later_one_goes_on_from_there(inlet: Inlet, loft: Loft) -> None:
    loft.waiting = [incoming("一"), incoming("二")]
    assert inlets.look_into(inlet=inlet, clock=lambda: NOON) == 2
    loft.waiting.append(incoming("三"))

    assert inlets.look_into(inlet=inlet, clock=lambda: NOON) == 1
    assert Intake.objects.count() == 3
    inlet.refresh_from_db()
    assert (inlet.memory, inlet.worked_at, inlet.failing_since) == ("3", NOON, None)


def test_what_fails_is_written_down_and_what_came_before_is_kept(inlet: Inlet, loft: Loft) -> None:
    loft.waiting, loft.breaks_at = [incoming("一"), incoming("二")], 1
    assert inlets.look_into(inlet=inlet, clock=lambda: NOON) == 1
    inlet.refresh_from_db()
    assert (inlet.failing_since, inlet.last_error, inlet.memory) == (NOON, "a hawk", "1")

    loft.breaks_at = -1
    inlets.look_into(inlet=inlet, clock=lambda: NOON + MINUTE)

    inlet.refresh_from_db()
    assert (inlet.failing_since, inlet.last_error) == (None, "")
    assert Intake.objects.count() == 2


def test_a_message_that_fails_by_our_fault_is_set_aside_and_the_next_goes_on(
    desk: Desk, inlet: Inlet, loft: Loft
) -> None:
    file = IncomingFile(name="截图.txt", content=b"\x00log", content_id="shot")
    broken = replace(incoming("二", files=(file,)), reached_at=NOON.replace(tzinfo=None))  # no zone: we stumble
    loft.waiting = [incoming("一"), broken, incoming("三")]

    assert inlets.look_into(inlet=inlet, clock=lambda: NOON) == 2

    inlet.refresh_from_db()
    assert (inlet.memory, inlet.failing_since) == ("3", None)
    [aside] = SetAside.objects.all()
    assert "TypeError" in aside.fault
    shown = signed_in(desk.cast.client_admin).get(HERE).content.decode()
    assert "因我方故障未能收入" in shown
    assert "求助" in shown
    assert inlets.look_into(inlet=inlet, clock=lambda: aside.next_try_at - timedelta(seconds=1)) == 0
    assert SetAside.objects.get().attempts == 1
    assert inlets.look_into(inlet=inlet, clock=lambda: aside.next_try_at) == 0
    assert SetAside.objects.get().attempts == 2

    SetAside.objects.update(message=aside.message.replace("04:00:00", "04:00:00+00:00"))  # the fault is mended
    signed_in(desk.cast.manager).post(f"{HERE}{inlet.uuid}/look/")

    assert not SetAside.objects.exists()
    intake = Intake.objects.get(words__contains="二")
    assert intake.reached_at == NOON
    assert [(one.name, one.content_id) for one in intake.files.all()] == [("截图.txt", "shot")]


@given(words=st.text(max_size=20), thread=st.lists(st.text(max_size=9), max_size=3), content=st.binary(max_size=20))
def test_what_is_set_aside_is_read_again_as_it_was(words: str, thread: list[str], content: bytes) -> None:
    said = incoming(words, thread=tuple(thread), files=(IncomingFile(name=words, content=content),))

    assert from_text(as_text(said)) == said


def test_of_two_lookers_only_one_looks_and_a_dead_ones_place_is_free_again(inlet: Inlet) -> None:
    Inlet.objects.update(looking_until=NOON + 5 * MINUTE)

    with pytest.raises(inlets.BusyLooking):
        inlets.look_into(inlet=inlet, clock=lambda: NOON)
    assert inlets.look_into(inlet=inlet, clock=lambda: NOON + 5 * MINUTE) == 0


def test_a_machine_that_calls_is_heard_if_its_signature_fits(inlet: Inlet) -> None:
    body = "有人敲门".encode()
    genuine = {"X-Signature": hmac.new(b"grain", body, hashlib.sha256).hexdigest()}

    def call(address: str, headers: dict[str, str], sent: bytes = body) -> int:
        client = Client(enforce_csrf_checks=True)
        return client.post(address, sent, content_type="text/plain", headers=headers).status_code

    here = f"/hooks/desk/{inlet.uuid}/"
    assert call(here, {"X-Signature": "no"}) == 403
    assert not Intake.objects.exists()
    assert [call(here, genuine), call(here, genuine)] == [200, 200]
    assert Intake.objects.get().words.endswith("有人敲门")
    assert call(here, genuine, b"x" * 1_000_001) == 413
    assert call("/hooks/desk/00000000-0000-0000-0000-000000000000/", genuine) == 404
    Inlet.objects.update(is_on=False)
    assert call(here, genuine) == 404


def test_the_manager_adds_changes_and_rests_an_inlet_and_never_sees_its_secret(
    desk: Desk, inlet: Inlet, loft: Loft
) -> None:
    manager = signed_in(desk.cast.manager)
    added = manager.post(f"{HERE}add/pigeon/", {"loft": "north", "secret": "grain"})
    again = manager.post(f"{HERE}add/pigeon/", {"loft": "north", "secret": "corn"})
    one = Inlet.objects.get(shown="north")
    mine = f"{HERE}{one.uuid}/"

    assert (added.status_code, again.status_code) == (302, 422)
    assert "grain" not in manager.get(mine).content.decode()
    assert manager.get(HERE).content.decode().count(f"{mine}look/") == 1
    assert "grain" not in str(Inlet.objects.filter(pk=one.pk).values("details").get())
    assert manager.post(mine, {"loft": "south", "secret": ""}).status_code == 302
    loft.waiting = [incoming("一")]
    assert "新消息：1" in manager.post(f"{mine}look/", follow=True).content.decode()
    assert manager.get(mine).content.decode().count("求助") == 1
    assert manager.post(f"{mine}switch/").status_code == 302
    one.refresh_from_db()
    assert (one.shown, one.is_on) == ("south", False)
    assert manager.get(f"{HERE}add/phone/").status_code == 404


def test_the_client_sees_whether_it_works_but_not_how(desk: Desk, inlet: Inlet) -> None:
    client_admin = signed_in(desk.cast.client_admin)

    assert inlet.shown in client_admin.get(HERE).content.decode()
    assert client_admin.get(f"{HERE}{inlet.uuid}/").status_code == 403
    assert client_admin.post(f"{HERE}{inlet.uuid}/look/").status_code == 403
    assert signed_in(desk.cast.stranger_manager).get(f"{HERE}{inlet.uuid}/").status_code == 404
