"""Work in the background: the task queue, its worker and reaper, and the ticks that run every few seconds.

It refuses to hold anything in memory that a second process would double.
"""
