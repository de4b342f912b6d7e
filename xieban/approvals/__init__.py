"""Short approvals: leave, the use of a car, the use of a seal; each an application on a flow.

Leave is counted in working days and drawn from what somebody is entitled to; a car is never promised twice for the
same time. It refuses to run a flow by itself: whose turn it is and what may be decided is for `flows` to say.
"""
