"""What the way in asks of this area: accounts, devices, second factors."""

from datetime import datetime
from typing import Any

from jishi.entrance.door import Device, Gate
from xieban.directory import actions, queries
from xieban.directory.models import Person


class DirectoryGate(Gate[Person]):
    """Persons as the way in knows them; each act is a fact of the directory."""

    def find_account(self, typed: str) -> Person | None:
        return queries.find_account(typed)

    def lock_name(self, account: Person) -> str:
        return actions.lock_name(account)

    def last_failure(self, *, name: str, address: str) -> datetime | None:
        return queries.last_failure(name=name, address=address)

    def note_failed_sign_in(self, *, account: Person | None, address: str, locked: bool, at: datetime) -> None:
        actions.note_failed_sign_in(person=account, address=address, locked=locked, at=at)

    def begin_sign_in(self, *, account: Person, method: str, address: str, agent: str, at: datetime) -> Device:
        return actions.begin_sign_in(person=account, method=method, address=address, agent=agent, at=at)

    def device(self, account: Person, *, uuid: str) -> Device | None:
        return queries.get_device(account, uuid=uuid)

    def touch_device(self, *, device: Any, address: str, at: datetime) -> None:
        actions.touch_sign_in(sign_in=device, address=address, at=at)

    def set_password(self, *, account: Person, password: str, keep: str, by: Person | None, at: datetime) -> None:
        actions.set_password(person=account, password=password, keep=keep, by=by, at=at)

    def ask_for_password_link(self, *, account: Person, at: datetime) -> None:
        actions.ask_for_password_link(person=account, at=at)

    def needs_second_factor(self, account: Person, *, at: datetime) -> bool:
        return queries.needs_second_factor(account, at=at)

    def has_second_factor(self, account: Person, *, without: int | None = None) -> bool:
        return queries.has_second_factor(account, without=without)

    def keep_factor_secret(self, text: str) -> str:
        return actions.keep_factor_secret(text)

    def factor_secret(self, key: str) -> str:
        return queries.factor_secret(key)

    def note_second_factor(self, *, account: Person, kind: str, is_added: bool, at: datetime) -> None:
        actions.note_second_factor(person=account, kind=kind, is_added=is_added, at=at)
