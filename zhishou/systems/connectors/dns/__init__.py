"""Names: a name server answers, and with what it must."""
