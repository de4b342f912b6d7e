"""Who gets in: whoever looks after the system sees it; who minds it says how it is reached.

Agents come by their keys: test_agent.py.
"""

from datetime import UTC, datetime, timedelta

from conftest import Cast
from zhishou.systems import actions
from zhishou.systems.queries import MINDS, SEES
from zhishou.systems.tests.factories import load

SEEN = frozenset(role.value for role in SEES)
MINDED = frozenset(role.value for role in MINDS)
SIGNED_IN = frozenset({"signed_in"})

DOORS: dict[str, frozenset[str]] = {
    "systems:systems": SEEN,
    "systems:system": SEEN,
    "systems:versions": SEEN,
    "systems:source": SEEN,
    "systems:connector": MINDED,
    # Asked by GET here, which these answer with 405 to everybody; their tests ask by POST.
    "systems:load": SIGNED_IN,
    "systems:add_agent": SIGNED_IN,
    "systems:revoke_agent": SIGNED_IN,
    **{f"api-1:systems_{name}": SEEN for name in ("systems", "system", "versions", "version", "agents")},
    "api-1:systems_agent_revoke": SIGNED_IN,
}
BODIES: dict[str, dict[str, object]] = {
    "api-1:systems_systems": {"toml": "format = 1"},
    "api-1:systems_agents": {"name": "app"},
}
NO_DOORS = frozenset({"systems:samples"})


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    system = load(cast)
    agent = actions.make_agent(system=system, name="app", by=None, at=datetime.now(UTC) - timedelta(hours=1)).agent
    code: dict[str, object] = {"engagement_code": cast.engagement.code}
    one = {**code, "system_code": system.code}
    by_api: dict[str, object] = {"code": cast.engagement.code, "system": system.code}
    return {
        "api-1:systems_systems": {"code": cast.engagement.code},
        **{f"api-1:systems_{name}": by_api for name in ("system", "versions", "agents")},
        "api-1:systems_version": {**by_api, "number": 1},
        "api-1:systems_agent_revoke": {**by_api, "uuid": agent.uuid},
        "systems:systems": code,
        "systems:load": code,
        "systems:system": one,
        "systems:versions": one,
        "systems:add_agent": one,
        "systems:source": {**one, "number": 1},
        "systems:connector": {**one, "connector_code": "site"},
        "systems:revoke_agent": {**one, "key": agent.uuid},
    }
