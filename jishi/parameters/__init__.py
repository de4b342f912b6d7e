"""Parameters that are changed while the product runs: declared by areas, kept as changes that nobody can alter.

It refuses a value that its declaration does not allow, a change without a reason, and one of a value that somebody
else has changed meanwhile.
"""
