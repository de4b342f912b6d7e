"""Writes about systems; permission first, then one transaction with its evidence and its events.

`by=None` is the operator at the console of the deployment; a person never is None.
"""

from zhishou.systems.actions.agents import make_agent, revoke_agent, take_news
from zhishou.systems.actions.connectors import set_address, set_secret
from zhishou.systems.actions.loading import Loaded, load_profile
from zhishou.systems.actions.looking import observe

__all__ = [
    "Loaded",
    "load_profile",
    "make_agent",
    "observe",
    "revoke_agent",
    "set_address",
    "set_secret",
    "take_news",
]
