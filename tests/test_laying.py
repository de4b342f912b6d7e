"""What is laid is what was made, whatever the tests before it did."""

from collections.abc import Callable

import pytest
from django.db import transaction

from conftest import NOON, Cast, make_cast
from tests.laying import KEPT, Dump, dump, laid
from zhishou.contracts.tests.factories import load
from zhishou.people.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(KEPT):
        monkeypatch.delitem(KEPT, name)


def of_one_transaction(make: Callable[[], object]) -> Dump:
    """Return what the tables hold after making, and take it back, as the end of a test does."""
    with transaction.atomic():
        make()
        found = dump()
        transaction.set_rollback(True)
    return found


def cast_with_contract() -> Cast:
    cast = laid("cast", make_cast)
    load(cast)
    return cast


def test_what_is_laid_is_what_was_made() -> None:
    made = of_one_transaction(cast_with_contract)
    assert len(KEPT) == 2

    assert of_one_transaction(cast_with_contract) == made


def test_who_changes_what_was_laid_changes_nobody_elses() -> None:
    of_one_transaction(cast_with_contract)

    def spoil() -> None:
        cast_with_contract().manager.name = "somebody else"

    of_one_transaction(spoil)

    assert laid("cast", make_cast).manager.name == "Manager"


def test_beside_other_rows_it_is_made_anew() -> None:
    of_one_transaction(cast_with_contract)
    stranger = Organisation.objects.create(code="already-there", name="Already there", created_at=NOON)

    cast = cast_with_contract()

    assert stranger.pk not in {cast.engagement.client_id, cast.engagement.vendor_id}
    assert Organisation.objects.count() == 5
