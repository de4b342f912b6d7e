"""Incoming mail: the server lets us in, and says how many letters wait."""
