"""Zhishou (值守): the operations-and-maintenance service platform.

One package per area; a room looks down the street of docs/why/0001, never up.
"""
