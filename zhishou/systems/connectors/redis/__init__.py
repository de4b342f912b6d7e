"""Redis: what INFO and CONFIG say, in its own protocol, with bounded answers."""
