"""Who acts, and what they may do in which contract.

Owns organisations, persons with their accounts, engagements, roles and tokens. An *engagement* is the
boundary of one contract: roles are granted in it, and whoever has none in it finds nothing of it.
Refuses to know the terms of any contract: those are `contracts`, further up the street.
"""
