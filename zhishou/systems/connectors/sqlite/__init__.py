"""A SQLite file on this machine, opened for reading only."""
