"""Real processes for tests marked `processes`."""

from jishi.tasks.tests.proof.fixtures import fleet, migrated, proof

__all__ = ["fleet", "migrated", "proof"]
