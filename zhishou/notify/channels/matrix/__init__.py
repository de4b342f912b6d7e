"""A Matrix room, written to with the access token of an account that has joined it.

Limits: the home server's own rate limit (429 with how long to wait, which we keep); rooms with encryption show our
messages unencrypted. Carries the transaction key of Matrix: sent twice after a crash, the room shows it once.
"""
