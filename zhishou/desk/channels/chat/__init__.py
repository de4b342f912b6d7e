"""The chat of the office system that is looked after, by a robot in its rooms.

Limits: the robot hears where it is addressed, and answers in that room. It is down when the office system is down,
which is when it would be needed most: it never replaces the phone.
"""
