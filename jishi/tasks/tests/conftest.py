"""Real processes for tests marked `processes`."""

from jishi.tasks.tests.proof.fixtures import fleet, proof

__all__ = ["fleet", "proof"]
