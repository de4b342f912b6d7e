"""The database underneath: one setting chooses the engine; its clock, and the bell that says something changed.

It refuses engines other than SQLite and PostgreSQL.
"""
