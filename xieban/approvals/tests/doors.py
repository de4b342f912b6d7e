"""Who gets in: everybody applies; an application is for its own people; cars and days are kept by a few."""

from tests.doors import SIGNED_IN
from xieban.approvals import actions
from xieban.approvals.rules import Kind
from xieban.flows.actions import load_definitions
from xieban.tests.cast import NOON, Cast

KEEPERS = frozenset({"office_head", "administrator"})
DOORS: dict[str, frozenset[str]] = {
    "approvals:mine": SIGNED_IN,
    "approvals:new": SIGNED_IN,
    # The applicant, his head whose turn it is, and who looks after flows.
    "approvals:one": frozenset({"drafter", "department_head", "administrator"}),
    "approvals:cars": SIGNED_IN,
    "approvals:register_vehicle": KEEPERS,
    "approvals:retire_vehicle": KEEPERS,
    "approvals:entitlements": frozenset({"registrar", "administrator"}),
}


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    load_definitions(at=NOON)
    values: dict[str, str | int] = {"subject": "合同一份", "seal": "单位公章", "use": "合同", "copies": 2}
    instance = actions.apply(kind=Kind.SEAL, values=values, by=cast.drafter, at=NOON)
    car = actions.register_vehicle(plate="甘A·10001", name="轿车", seats=5, by=cast.administrator, at=NOON)
    return {
        "approvals:new": {"kind": "car"},
        "approvals:one": {"uuid": str(instance.uuid)},
        "approvals:retire_vehicle": {"uuid": str(car.uuid)},
    }
