"""Who is on watch, and who is called next: rosters, shifts, overrides, swaps, ladders, pages.

Exactly one person per tier is on duty at any instant that the roster covers. Refuses to know why a ladder
runs: whoever starts one says what about.
"""
