"""Every form of every page of Xieban is sent what no user means; it answers in words, and gives no script back."""

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.doors import doors
from tests.hostile import Form, faults_of_forms, forms_on
from xieban.tests.test_every_door import House, house

__all__ = ["house"]
pytestmark = [pytest.mark.one_engine, pytest.mark.django_db]
LOOKERS = ("administrator", "drafter")


@pytest.fixture(scope="module")
def forms(house: House, django_db_blocker: DjangoDbBlocker) -> list[tuple[Client, Form]]:
    """Return each form once: the same address with the same fields is one."""
    found: dict[tuple[str, tuple[str, ...]], tuple[Client, Form]] = {}
    with django_db_blocker.unblock():
        for route in sorted(doors()):
            for name in LOOKERS:
                client, address = house.visitor(name), house.address(route)
                response = client.get(address)
                if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
                    for same, form in forms_on(address, response.content):
                        found.setdefault(same, (client, form))
    return list(found.values())


def test_a_form_answers_in_words_whatever_it_is_sent(forms: list[tuple[Client, Form]]) -> None:
    assert len(forms) > 20, "the forms were not found"

    assert faults_of_forms(forms) == set()


@pytest.mark.parametrize("words", ["a\x00b", "' OR 1=1 --", "%%%", "*" * 5000, "\ud800", "（）【】"])
def test_a_search_is_safe_whatever_is_asked(words: str, house: House) -> None:
    query = "/people/?q=" + "".join(f"%{byte:02X}" for byte in words.encode("utf-8", "surrogatepass"))

    assert house.visitor("drafter").get(query).status_code == 200
    assert house.visitor("drafter").get(query.replace("q=", "unit=")).status_code in {200, 404}
