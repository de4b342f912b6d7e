"""A program that calls the administration API, for tests."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.test import Client
from django.utils import timezone

from xieban.administration import actions
from xieban.administration.rules.scopes import SCOPES
from xieban.directory.models import Person

ROOT = "/admin/api/v1"


class Program:
    """Holds a token of an administrator."""

    def __init__(self, owner: Person, *scopes: str) -> None:
        now = timezone.now()
        made = actions.make_token(
            name="zhishou", scopes=scopes or SCOPES, expires_at=now + timedelta(days=1), by=owner, at=now
        )
        self.token, self.raw = made.token, made.raw
        self.client = Client(headers={"authorization": f"Bearer {made.raw}"})

    def ask(self, address: str, *, status: int = HTTPStatus.OK, **query: Any) -> Any:
        answer = self.client.get(f"{ROOT}{address}", query)
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    def send(self, address: str, *, status: int = HTTPStatus.OK, **body: Any) -> Any:
        sent = {"reason": "工单 2023-0001"} | body
        answer = self.client.post(f"{ROOT}{address}", sent, content_type="application/json")
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    def do(self, address: str, **body: Any) -> Any:
        """Do a change as it should be done: a dry run, then the same with its plan."""
        planned = self.send(address, dry_run=True, **body)
        done = self.send(address, plan=planned["plan"], **body)
        assert planned["after"] == done["after"]
        return done
