from http import HTTPStatus

from django.test import Client

from xieban.tests.cast import Cast


def test_nobody_is_sent_to_sign_in_and_back(client: Client) -> None:
    response = client.get("/")

    assert response.status_code == HTTPStatus.FOUND
    assert response.headers["Location"] == "/sign-in/?next=/"


def test_the_start_page_shows_my_posts_and_my_department(cast: Cast, client: Client) -> None:
    client.force_login(cast.drafter)

    page = client.get("/").content.decode()

    for words in ("我的职务", "Department Head", "分管领导：Deputy Leader"):
        assert words in page
    assert "Stranger" not in page


def test_without_a_post_the_page_says_whom_to_ask(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)

    assert "您还没有职务" in client.get("/").content.decode()


def test_the_language_is_kept_with_the_person(cast: Cast, client: Client) -> None:
    client.force_login(cast.drafter)

    client.post("/language/", {"language": "en", "next": "/"})
    cast.drafter.refresh_from_db()

    assert cast.drafter.language == "en"
    assert '<html lang="en"' in client.get("/").content.decode()
