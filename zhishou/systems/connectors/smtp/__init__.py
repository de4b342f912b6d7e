"""Outgoing mail: the server greets, speaks TLS, and takes our password; no letter is sent."""
