"""A channel that only remembers: the double for tests."""
