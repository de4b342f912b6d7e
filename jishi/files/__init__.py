"""Files that people send: read within limits, named by their content, given out so that nothing in them acts.

Words: what is kept lies under its SHA-256, once, whole or not at all. The sender's name is shown made safe; his
word on the type counts for nothing. It refuses what is empty, too large or a program; who may see what is kept,
the caller says.
"""
