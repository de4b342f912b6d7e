"""Secrets at rest: sealed in the database, opened with keys that lie outside of it.

A secret is text that only the product itself needs again: a robot's key, a mail password. Passwords of people
are hashed elsewhere and never come here. Refuses to show a secret by accident: `repr` and `str` are masked.
"""
