"""True faults in the office system of the demonstration: the real thing is stopped, throttled, locked or filled.

Only where a demonstration runs, and only on the office whose data folder is named: its processes are found as the
children of whoever holds that folder's lock. What was done is written down there, so that `mend` undoes it whoever
asks, and after whatever happened in between.
"""
