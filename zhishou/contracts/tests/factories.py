"""Contracts for tests: the sample's terms between the parties of the cast."""

from conftest import LONG_AGO, Cast
from tests.laying import laid
from zhishou.contracts import actions
from zhishou.contracts.models import Account, Contract
from zhishou.contracts.tests.packs import SAMPLE
from zhishou.people.models import Engagement


def pack_text(engagement: Engagement, *changes: tuple[str, str]) -> str:
    """Return the sample's text with this engagement's own code and parties."""
    text = SAMPLE
    for old, new in (
        ('\ncode = "red-cross"\n', f'\ncode = "{engagement.code}"\n'),
        ('\ncode = "red-cross-society"', f'\ncode = "{engagement.client.code}"'),
        ('\ncode = "zhishou-it"', f'\ncode = "{engagement.vendor.code}"'),
        *changes,
    ):
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def load(cast: Cast, *changes: tuple[str, str]) -> Contract:
    """Lay the sample, changed so, loaded for the cast's engagement before its term began."""
    text = pack_text(cast.engagement, *changes)
    contract = laid((cast.engagement.pk, text), lambda: load_text(text))
    cast.engagement.refresh_from_db()
    return contract


def load_anew(cast: Cast, *changes: tuple[str, str]) -> Contract:
    """Load the sample as `load` does, but by the action itself, for tests of what loading meets."""
    contract = load_text(pack_text(cast.engagement, *changes))
    cast.engagement.refresh_from_db()
    return contract


def load_text(text: str) -> Contract:
    return actions.load_pack(text=text, by=None, at=LONG_AGO).version.contract


def visits(contract: Contract) -> Account:
    """Return the account of key-user visits."""
    return Account.objects.select_related("contract__engagement").get(contract=contract, key="key-user-visits")
