"""Chat over Matrix: the server answers, a message arrives, and no door stands open."""
