"""How systems are reached: a folder for each kind, each bounded in time and bytes, and only where it is allowed."""
