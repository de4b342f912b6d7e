"""Weekly inspections: plans, sheets, rounds, findings and the report that is handed to the client.

A round is one inspection: its measured part is gathered by itself, the rest is told by the engineer on site. What
could not be seen is unknown, never normal. Refuses to change what was issued: a later version stands beside it.
"""
