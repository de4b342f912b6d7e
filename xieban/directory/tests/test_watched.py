"""What the watch does here every minute, by its profile: it leaves no session behind."""

import re
import tomllib
from html import unescape
from http import HTTPStatus
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from xieban.tests.cast import Cast

PROFILE = Path(__file__).parents[3] / "profiles" / "xieban.toml"
PASSWORD = "一个足够长的密码 2026"


@pytest.mark.once
def test_the_watch_signs_out_after_every_look(cast: Cast) -> None:
    cast.drafter.set_password(PASSWORD)
    cast.drafter.save()
    probes = tomllib.loads(PROFILE.read_text(encoding="utf-8"))["probes"]
    [steps] = [one["steps"] for one in probes if one["check"] == "A-01"]
    kept = {"secret:user": "drafter", "secret:password": PASSWORD}
    client, most = Client(enforce_csrf_checks=True), 0

    def filled(text: str) -> str:
        return re.sub(r"\{([a-z]+:[a-z]+)\}", lambda found: kept[found[1]], text)

    for step in steps:
        if "{kept:document}" in step["path"] and "kept:document" not in kept:
            continue
        form = {name: filled(value) for name, value in step.get("form", {}).items()}
        asked = client.post if step.get("method") == "POST" else client.get
        answer = asked(filled(step["path"]), form, follow=True)
        page = answer.content.decode()
        assert answer.status_code == HTTPStatus.OK, step["name"]
        assert step.get("contains", "") in page, step["name"]
        for name, pattern in step.get("keep", {}).items():
            if found := re.search(pattern, page):
                kept[f"kept:{name}"] = unescape(found[1])
        most = max(most, Session.objects.count())

    assert (most, Session.objects.count()) == (1, 0)
