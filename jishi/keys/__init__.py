"""Keys by which programs call a product: made, shown once, kept as a hash, with scopes and an end.

It refuses to keep a key itself, and to make one that never ends. Whose a key is, each product adds to the row.
"""
