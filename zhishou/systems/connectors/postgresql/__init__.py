"""PostgreSQL: what its own statistics say, by a role that only monitors, in a transaction that only reads."""
