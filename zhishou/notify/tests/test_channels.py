import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from conftest import NOON, Cast
from jishi.refusals.door import NotThere
from zhishou.notify.actions import channels as actions
from zhishou.notify.models import Channel
from zhishou.notify.tests.factories import make_channel, recorded
from zhishou.people.models import Person


def sent_code(letters: list[str]) -> str:
    found = re.search(r"\d{6}", letters[-1])
    assert found
    return found[0]


def added(cast: Cast) -> Channel:
    return actions.add_channel(by=cast.expert, kind="mail", details={"address": "e@example.org"}, at=NOON)


def test_a_channel_is_used_once_its_code_came_back(cast: Cast) -> None:
    with recorded() as mail:
        channel = added(cast)
        actions.send_code(uuid=str(channel.uuid), at=NOON)
    code = sent_code([letter.text for letter, _ in mail.sent])

    actions.prove_channel(by=cast.expert, uuid=str(channel.uuid), code=code, at=NOON + timedelta(minutes=9))

    assert Channel.objects.get().verified_at == NOON + timedelta(minutes=9)
    assert code not in str(Channel.objects.values())


def test_a_wrong_code_counts_and_five_are_enough(cast: Cast) -> None:
    with recorded() as mail:
        channel = added(cast)
        actions.send_code(uuid=str(channel.uuid), at=NOON)
    right = sent_code([letter.text for letter, _ in mail.sent])
    wrong = "000000" if right != "000000" else "000001"

    for code in [*[wrong] * actions.MOST_TRIES, right]:
        with pytest.raises(actions.WrongCode):
            actions.prove_channel(by=cast.expert, uuid=str(channel.uuid), code=code, at=NOON)

    assert Channel.objects.get().verified_at is None


def test_a_code_gets_old(cast: Cast) -> None:
    with recorded() as mail:
        channel = added(cast)
        actions.send_code(uuid=str(channel.uuid), at=NOON)

    with pytest.raises(actions.WrongCode):
        actions.prove_channel(
            by=cast.expert,
            uuid=str(channel.uuid),
            code=sent_code([letter.text for letter, _ in mail.sent]),
            at=NOON + actions.CODE_LASTS,
        )


def test_codes_are_sent_once_a_minute(cast: Cast) -> None:
    with recorded():
        channel = added(cast)

    with pytest.raises(actions.AskedTooSoon):
        actions.ask_for_code(by=cast.expert, uuid=str(channel.uuid), at=NOON + timedelta(seconds=59))

    actions.ask_for_code(by=cast.expert, uuid=str(channel.uuid), at=NOON + timedelta(minutes=1))


def test_nobody_fills_the_gateway_by_adding_and_removing(cast: Cast) -> None:
    def add_and_remove() -> None:
        channel = added(cast)
        actions.remove_channel(by=cast.expert, uuid=str(channel.uuid), at=NOON)

    with recorded():
        for _ in range(actions.MOST_CHANNELS):
            add_and_remove()

        with pytest.raises(actions.TooManyChannels):
            add_and_remove()


def test_nobody_touches_anothers_channel(cast: Cast) -> None:
    channel = make_channel(cast.expert)

    for act in (actions.ask_for_code, actions.ask_for_trial, actions.remove_channel):
        with pytest.raises(NotThere):
            act(by=cast.manager, uuid=str(channel.uuid), at=NOON)


def test_a_removed_channel_forgets_its_details(cast: Cast) -> None:
    channel = make_channel(cast.expert)

    actions.remove_channel(by=cast.expert, uuid=str(channel.uuid), at=NOON)

    assert not Channel.objects.get().details


def test_the_preferred_channel_goes_first(cast: Cast) -> None:
    one, two, three = (make_channel(cast.expert, rank=rank) for rank in range(3))

    actions.prefer_channel(by=cast.expert, uuid=str(three.uuid))

    assert list(Channel.objects.values_list("pk", flat=True)) == [three.pk, one.pk, two.pk]


def test_details_are_never_shown_again(cast: Cast, client: Client) -> None:
    make_channel(cast.expert, address="very-secret-address@example.org")
    client.force_login(cast.expert)

    page = client.get("/account/channels/").content.decode()

    assert "v…" in page
    assert "very-secret-address" not in page


def test_a_person_adds_a_channel_on_the_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.expert)

    with recorded("wecom"):
        response = client.post("/account/channels/add/wecom/", {"address": "abc"})

    assert response.status_code == 302
    assert Channel.objects.get().person == cast.expert


def test_half_a_quiet_time_is_refused_on_the_form(cast: Cast, client: Client) -> None:
    client.force_login(cast.expert)

    response = client.post("/account/channels/wishes/", {"quiet_from": "22:00", "zone": "Asia/Shanghai"})

    assert response.status_code == 422


@pytest.mark.parametrize("address", ["/account/", "/account/channels/"])
def test_whoever_will_be_reached_by_the_mail_of_the_account_is_told_so(
    cast: Cast, client: Client, settings: Settings, address: str
) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    Person.objects.filter(pk=cast.expert.pk).update(email="expert@example.org")
    client.force_login(cast.expert)

    first = client.get(address).content.decode()
    make_channel(cast.expert)
    Channel.objects.update(removed_at=NOON)
    after = client.get(address).content.decode()

    assert "呼叫和通知会发到您账号的邮箱 expert@example.org" in first
    assert "您账号的邮箱" not in after
