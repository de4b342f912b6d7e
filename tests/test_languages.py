"""An English page is English; that a Chinese one is Chinese is read at every door (`tests/test_every_door.py`)."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from tests.doors import ANYONE, SIGNED_IN, arguments, doors
from tests.words import english_in, said_in

pytestmark = pytest.mark.one_engine
HAN = re.compile(r"[\u4e00-\u9fff]+")
# The names of things that stand in both languages.
CHINESE_EVERYWHERE = {"简体中文"}


def pages(cast: Cast, name: str) -> dict[str, str]:
    given, client = arguments(cast), Client()
    client.force_login(cast.persons()[name])
    shown = {}
    for route, names in doors().items():
        if names in (ANYONE, SIGNED_IN) or name in names:
            response = client.get(reverse(route, kwargs=given.get(route, {})))
            if response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html"):
                shown[route] = response.content.decode()
    return shown


def test_an_english_page_is_english(cast: Cast) -> None:
    cast.manager.language = "en"
    cast.manager.save(update_fields=["language"])

    leaks = {
        route: [text for text in said_in(html) if HAN.search(text) and text not in CHINESE_EVERYWHERE]
        for route, html in pages(cast, "manager").items()
    }

    assert {route: texts for route, texts in leaks.items() if texts} == {}


@pytest.mark.parametrize(
    ("html", "leaks"),
    [
        pytest.param("<p>Sign in</p>", ["Sign in"], id="a text"),
        pytest.param('<button aria-label="Close menu">×</button>', ["Close menu"], id="a label that is read out"),
        pytest.param("<p>请导出 PDF 或 CSV</p>", [], id="an abbreviation"),
        pytest.param("<p>合同 red-cross，编号 a1b2c3</p>", [], id="a code"),
        pytest.param('<button lang="en">English page</button>', [], id="another language that says so"),
        pytest.param("<code>zhishou ledger verify</code>", [], id="something to type"),
    ],
)
def test_the_finder_finds(html: str, leaks: list[str]) -> None:
    assert english_in(html) == leaks
