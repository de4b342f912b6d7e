"""Tables that only grow: the database itself refuses to change or remove their rows, on both engines.

Put on by a migration, so that no code path and no console of the database gets round it unnoticed. It does not
stop the database's owner from taking the triggers off; that is what a hash chain is for.
"""
