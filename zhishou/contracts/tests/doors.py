"""Who gets in: everybody of the contract looks; what a button does is asked by POST and tested there."""

from conftest import LONG_AGO, NOON, Cast
from zhishou.contracts import actions
from zhishou.contracts.models import Milestone
from zhishou.contracts.tests.factories import load, visits
from zhishou.people.rules import Role

OURS = frozenset(role.value for role in Role)
SIGNED_IN = frozenset({"signed_in"})
API = (
    "show_contract",
    "list_versions",
    "show_version",
    "list_entitlements",
    "list_milestones",
    "working_time",
    "due",
)

DOORS: dict[str, frozenset[str]] = {
    "contracts:mine": SIGNED_IN,
    "contracts:terms": OURS,
    "contracts:services": OURS,
    "contracts:versions": OURS,
    "contracts:source": OURS,
    "contracts:milestones": OURS,
    "contracts:entitlements": OURS,
    "contracts:entitlement": OURS,
    "contracts:calendar": OURS,
    "api-1:list_engagements": SIGNED_IN,
    **{f"api-1:{name}": OURS for name in API},
    "api-1:confirm_payment": SIGNED_IN,  # POST only, as the buttons below
    # Asked by GET here, which these answer with 405 to everybody; their tests ask by POST.
    "contracts:confirm_payment": SIGNED_IN,
    "contracts:reserve": SIGNED_IN,
    "contracts:approve": SIGNED_IN,
    "contracts:move": SIGNED_IN,
    "contracts:override": SIGNED_IN,
    "contracts:withdraw": SIGNED_IN,
}

# One address: a body is read before the door is asked, for whatever exists and what does not. See test_api.py.
NO_DOORS = frozenset({"api-1:list_movements", "api-1:make_movement"})


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    contract = load(cast)
    account = visits(contract)
    reservation = actions.reserve(account=account, quantity=1, purpose="x", by=cast.manager, at=NOON)
    payment = Milestone.objects.get(contract=contract, kind="payment")
    code: dict[str, object] = {"engagement_code": cast.engagement.code}
    of_visits = {**code, "key": account.key}
    assert contract.created_at == LONG_AGO
    plain = ("terms", "services", "versions", "milestones", "entitlements", "calendar", "override", "withdraw")
    by_code: dict[str, object] = {"code": cast.engagement.code}
    return {
        **{f"api-1:{name}": by_code for name in API},
        "api-1:show_version": {**by_code, "number": 1},
        "api-1:confirm_payment": {**by_code, "uuid": payment.uuid},
        **{f"contracts:{name}": code for name in plain},
        **{f"contracts:{name}": of_visits for name in ("entitlement", "reserve", "approve")},
        "contracts:source": {**code, "number": 1},
        "contracts:confirm_payment": {**code, "key": payment.uuid},
        "contracts:move": {**code, "key": reservation.uuid, "verb": "consume"},
    }
