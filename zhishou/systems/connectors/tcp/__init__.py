"""TCP: a port answers, and says what it must."""
