import pytest
from django.test import Client

from conftest import NOON, Cast
from zhishou.notify.actions import tell
from zhishou.notify.models import Notice
from zhishou.notify.queries.inbox import unread_count
from zhishou.notify.rules import Message, Urgency
from zhishou.notify.tests.factories import make_channel, message, recorded, refusing, run

pytestmark = pytest.mark.once


def test_following_a_notice_reads_it_and_leads_on(cast: Cast, client: Client) -> None:
    tell(to=[cast.expert], message=message(), at=NOON)
    client.force_login(cast.expert)

    response = client.get(f"/notices/{Notice.objects.get().uuid}/")

    assert response.headers["Location"] == "/notices/"
    assert unread_count(cast.expert) == 0


def test_a_link_to_elsewhere_is_not_followed(cast: Cast, client: Client) -> None:
    tell(to=[cast.expert], message=Message(kind="notify.test", link="//evil.example/"), at=NOON)
    client.force_login(cast.expert)

    assert client.get(f"/notices/{Notice.objects.get().uuid}/").headers["Location"] == "/notices/"


def test_the_inbox_shows_words_and_escapes_them(cast: Cast, client: Client) -> None:
    tell(to=[cast.expert], message=message(code="<script>alert(1)</script>"), at=NOON)
    client.force_login(cast.expert)

    page = client.get("/notices/").content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_all_is_read_at_once(cast: Cast, client: Client) -> None:
    tell(to=[cast.expert, cast.manager], message=message(), at=NOON)
    client.force_login(cast.expert)

    client.post("/notices/read/")

    assert (unread_count(cast.expert), unread_count(cast.manager)) == (0, 1)


def test_the_manager_sees_each_attempt_of_the_contract_and_of_no_other(cast: Cast, client: Client) -> None:
    make_channel(cast.expert)
    ours = Message(kind="notify.test", engagement_code=cast.engagement.code, urgency=Urgency.PAGE)
    theirs = Message(
        kind="notify.verify",
        words={"code": "elsewhere", "name": "", "minutes": 1},
        engagement_code=cast.other_engagement.code,
    )
    with recorded(answer=refusing):
        tell(to=[cast.expert], message=ours, at=NOON)
        tell(to=[cast.stranger_manager], message=theirs, at=NOON)
        run(NOON)
    client.force_login(cast.manager)

    page = client.get(f"/c/{cast.engagement.code}/notices/").content.decode()

    assert "邮件 a…" in page
    assert "busy" in page
    assert "elsewhere" not in page
