"""Runs a handful of processes as one: starts them, waits until they answer, restarts, stops, leaves nothing behind.

Knows no product: who uses it declares the processes. Linux only. It refuses to hide trouble: a process that dies
at once ends everything with one sentence, instead of being restarted for ever.
"""
