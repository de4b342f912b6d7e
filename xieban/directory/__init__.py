"""Who is who: units and departments in one tree, posts, people, who stands in for whom.

Owns the accounts by which people sign in, the roles that posts carry, delegation for a period, the order of
precedence. Refuses to know a flow or a document: whoever routes work asks here who holds a role, and who stands in.
"""
