"""What is reported and how it ends: intakes, tickets, clocks, evidence, visits, satisfaction.

Everything that reaches us is an intake first; a ticket is one piece of work for one client. A clock is one
commitment running on one ticket, and its time is the fold of its events: no column is the truth. Refuses to
stop a clock without evidence, and to take back a breach that was found.
"""
