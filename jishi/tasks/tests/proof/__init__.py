"""A product of nothing but background work, for tests that start and kill real processes."""
