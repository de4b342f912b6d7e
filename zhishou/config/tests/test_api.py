from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from conftest import Cast


@pytest.mark.parametrize("name", ["wire/zhishou-api.json", "docs/reference/api.md", "docs/reference/events.md"])
def test_the_published_description_is_the_api_as_it_is(name: str, tmp_path: Path) -> None:
    call_command("api", "export", to=tmp_path)

    published, now = Path(settings.BASE_DIR) / name, tmp_path / name

    assert published.read_text(encoding="utf-8") == now.read_text(encoding="utf-8"), "run `zhishou api export`"


def test_the_description_is_served(cast: Cast) -> None:
    document = Client().get("/api/v1/openapi.json").json()

    assert document["info"]["title"] == "Zhishou"
    assert document["openapi"].startswith("3.1")


def test_what_is_not_there_is_a_problem(cast: Cast) -> None:
    response = Client().get("/api/v1/nowhere")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
