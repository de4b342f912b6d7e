import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pytest_django.fixtures import Settings

from zhishou.notify.channels import outgoing
from zhishou.notify.channels.outgoing import NotAllowedThere, is_allowed, request, resolve
from zhishou.notify.channels.recording.server import Reply, listening


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - refused here
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fc00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
    ],
)
def test_the_inside_is_refused_however_it_is_written(address: str) -> None:
    assert not is_allowed(ipaddress.ip_address(address))


def test_a_public_address_is_allowed() -> None:
    assert is_allowed(ipaddress.ip_address("114.114.114.114"))
    assert is_allowed(ipaddress.ip_address("2400:3200::1"))


def test_a_network_that_the_deployment_names_is_allowed(settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = ("10.20.0.0/16",)

    assert is_allowed(ipaddress.ip_address("10.20.3.4"))
    assert not is_allowed(ipaddress.ip_address("10.21.3.4"))


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("ftp://example.org/", id="another scheme"),
        pytest.param("file:///etc/passwd", id="a file"),
        pytest.param("https://alice:pass@127.0.0.1/", id="a user name"),
        pytest.param("http://2130706433/", id="loopback as one number"),
        pytest.param("http://localhost/", id="loopback by name"),
        pytest.param("http://114.114.114.114/", id="public without TLS"),
        pytest.param("https://127.0.0.1:99999/", id="no such port"),
    ],
)
def test_a_wrong_address_is_refused(url: str) -> None:
    with pytest.raises(NotAllowedThere):
        resolve(url)


def test_nothing_reaches_loopback_unless_allowed() -> None:
    with listening() as server:
        answer = request("POST", server.url, body=b"x", headers={})

    assert "127.0.0.1" in answer.failure
    assert server.asked == []


def test_a_redirect_is_not_followed(settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = ("127.0.0.0/8",)

    with listening(lambda _: Reply(status=302, headers={"Location": "/elsewhere"})) as server:
        answer = request("POST", server.url, body=b"x", headers={})

    assert answer.status == 302
    assert len(server.asked) == 1


def test_a_long_answer_is_cut(settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = ("127.0.0.0/8",)

    with listening(lambda _: Reply(body=b"x" * 1_000_000)) as server:
        answer = request("POST", server.url, body=b"", headers={})

    assert len(answer.text) == outgoing.MOST_BYTES


@contextmanager
def silent() -> Iterator[int]:
    """Accept connections and never say a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_server_that_never_answers_is_left(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.OUTGOING_NETWORKS = ("127.0.0.0/8",)
    monkeypatch.setattr(outgoing, "WHOLE_S", 0.2)

    with silent() as port:
        answer = request("POST", f"http://127.0.0.1:{port}/", body=b"x", headers={})

    assert answer.failure != ""
    assert answer.status == 0


def test_a_dead_server_is_an_answer_too(settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = ("127.0.0.0/8",)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    assert "ConnectionRefusedError" in request("POST", f"http://127.0.0.1:{port}/", body=b"", headers={}).failure
