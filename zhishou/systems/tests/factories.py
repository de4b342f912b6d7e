"""Systems for tests: the small profile under the cast's contract."""

from conftest import NOON, Cast
from zhishou.contracts.tests.factories import load as load_contract
from zhishou.systems import actions
from zhishou.systems.models import ManagedSystem
from zhishou.systems.tests.profiles import SMALL


def load(cast: Cast, text: str = SMALL) -> ManagedSystem:
    """Load a profile for the cast's contract."""
    contract = load_contract(cast)
    return actions.load_profile(text=text, contract=contract, by=None, at=NOON).system
