"""Jishi (基石): the plumbing under both products, with no word of either domain in it.

Each part is a folder with one public door, `door.py`, and its own tests.
"""
