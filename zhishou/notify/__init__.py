"""Delivery to people, by their own channels: what was sent, tried, delivered or given up.

Refuses to decide who must be told: the areas above say who and what, this one says how and when.
"""
