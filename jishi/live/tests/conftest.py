"""Real processes for tests marked `processes`."""

from jishi.tasks.tests.proof.fixtures import fleet, migrated, original, proof

__all__ = ["fleet", "migrated", "original", "proof"]
