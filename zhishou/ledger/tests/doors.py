"""Who gets in: the parties' administrators, managers and auditors; engineers to what they did themselves."""

from uuid import uuid4

from conftest import Cast
from zhishou.ledger import queries
from zhishou.ledger.tests.factories import an_entry

WHOLE = frozenset(role.value for role in queries.READERS)
SIGNED_IN = frozenset({"signed_in"})

DOORS: dict[str, frozenset[str]] = {
    "ledger:entries": WHOLE | frozenset(role.value for role in queries.OWN_ONLY),
    "ledger:entry": WHOLE,  # an entry that nobody of the cast made
    "ledger:heads": WHOLE,
    "ledger:bundle": frozenset(),  # no such bundle; test_pages.py has one
    # Asked by GET here, which these answer with 405 to everybody; their tests ask by POST.
    "ledger:verify": SIGNED_IN,
    "ledger:export": SIGNED_IN,
    "api-1:ledger_entries": WHOLE | frozenset(role.value for role in queries.OWN_ONLY),
    "api-1:ledger_entry": WHOLE,
    "api-1:ledger_heads": WHOLE,
    "api-1:ledger_verify": SIGNED_IN,  # only POST, and the body is read before the door; test_api.py asks
    "api-1:ledger_verification": frozenset(),  # of whoever began it only; test_api.py has one
}


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    code: dict[str, object] = {"engagement_code": cast.engagement.code}
    in_api: dict[str, object] = {"code": cast.engagement.code}
    entry, bundle = an_entry(cast.engagement), uuid4()
    return {
        "ledger:entries": code,
        "ledger:entry": {**code, "uuid": entry.uuid},
        "ledger:heads": code,
        "ledger:verify": code,
        "ledger:export": code,
        "ledger:bundle": {**code, "bundle": bundle},
        **{f"api-1:ledger_{name}": in_api for name in ("entries", "heads", "verify")},
        "api-1:ledger_entry": {**in_api, "uuid": entry.uuid},
        "api-1:ledger_verification": {**in_api, "uuid": bundle},
    }
