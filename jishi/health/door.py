"""How the parts of this deployment do; the addresses are answered by `jishi.health.middleware.HealthMiddleware`.

It reads the settings METRICS_PREFIX, METRICS_TOKEN, ALARMS_DIR and HEALTH_PARTS.
"""

from jishi.health.parts import Looked, Part, PartKind, Seen, Standing, get_part, look, parts, worst

__all__ = ["Looked", "Part", "PartKind", "Seen", "Standing", "get_part", "look", "parts", "worst"]
