import pytest
from django.test import RequestFactory, override_settings

from jishi.database.door import is_postgresql
from jishi.live.door import KEEP, address, announce, sweep
from jishi.live.models import Announcement
from jishi.live.rules import sources


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        pytest.param("127.0.0.1:8600", "http://127.0.0.1:8601/live/", id="an address with a port"),
        pytest.param("localhost", "http://localhost:8601/live/", id="a name alone"),
        pytest.param("[::1]:8600", "http://[::1]:8601/live/", id="an address in brackets"),
    ],
)
@override_settings(LIVE_URL="", LIVE_PORT=8601, ALLOWED_HOSTS=["*"])
def test_a_page_hears_on_the_live_port_of_the_host_it_was_asked_of(host: str, expected: str) -> None:
    assert address(RequestFactory().get("/", headers={"host": host})) == expected


@override_settings(LIVE_URL="/live/")
def test_behind_a_proxy_a_page_hears_at_its_own_origin() -> None:
    assert address(RequestFactory().get("/")) == "/live/"
    assert sources(hosts=["*"], port=8601, url="/live/", https=True) == []


def test_the_policy_names_every_host_that_can_be_named() -> None:
    named = sources(hosts=["localhost", ".example.org", "[::1]"], port=8601, url="", https=False)

    assert named == ["http://localhost:8601", "http://*.example.org:8601"]


@pytest.mark.django_db
def test_old_announcements_are_swept() -> None:
    for number in range(KEEP + 2):
        announce(audience="house", news=f"bell-{number}")

    swept = sweep()

    assert swept == (0 if is_postgresql() else 2)
    assert Announcement.objects.count() == (0 if is_postgresql() else KEEP)
