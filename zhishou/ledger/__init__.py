"""Append-only evidence: who did what about which object, when it happened and when it was recorded.

An entry is written in the transaction that makes the fact and never changes; entries are sealed in order
into one hash chain per engagement, so that either party can verify them offline. Refuses to alter or
forget anything.
"""
