"""Who is looking at the pages of a contract, and how a refused form says so."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.utils.translation import get_language

from jishi.pages.door import PageRequest
from zhishou.contracts import queries
from zhishou.contracts.models import Contract
from zhishou.contracts.rules.policy import Policy
from zhishou.people.models import Person
from zhishou.people.queries import roles_in
from zhishou.people.rules import Role

if TYPE_CHECKING:
    from django import forms


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at one contract."""

    person: Person
    contract: Contract
    policy: Policy
    roles: frozenset[Role]
    at: datetime
    language: str

    @property
    def code(self) -> str:
        """Return the engagement's code, by which addresses name the contract."""
        return self.contract.engagement.code


def enter(request: PageRequest, code: str) -> Look:
    """Return who looks at what; a stranger finds nothing."""
    person = cast("Person", request.user)
    contract = queries.get_contract(person, code=code, at=request.at)
    return Look(
        person=person,
        contract=contract,
        policy=queries.policy_in_force(engagement=contract.engagement, at=request.at),
        roles=roles_in(person, contract.engagement, at=request.at),
        at=request.at,
        language=get_language() or "zh-hans",
    )


def say_apart(request: PageRequest, form: "forms.Form") -> None:
    """Say a refusal as a message, where the form that it belongs to stands no longer on the page."""
    for errors in form.errors.values():
        messages.error(request, " ".join(str(error) for error in errors))


def whole_number(text: str | None) -> int | None:
    """Read a number from an address; nonsense is nothing."""
    with suppress(ValueError, TypeError):
        return int(text or "")
    return None
