"""Structured logs, one configuration: readable lines for people, JSON for machines.

Every line bears what was bound when it was written: the request, the task, the message, the tick.
It refuses to log bodies, passwords and cookies: only what a caller names.
"""
