"""Looking once at what a probe asks for; changes nothing here or there."""

from zhishou.systems.connectors.registry import observe

__all__ = ["observe"]
