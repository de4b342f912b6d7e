"""Working time: when a calendar is open, and where a named duration ends.

Pure: no clock, no database, no word of any domain. Every moment that goes in or comes out is aware; what
comes out is UTC. Refuses to guess: a duration always says whether it counts elapsed time, working time,
working days or calendar days.
"""
