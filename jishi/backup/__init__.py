"""One archive of everything: the database, taken while work goes on, and the files; checked before it is trusted.

Words: an archive holds pieces; its manifest names each with its digest. It refuses to bring back what is damaged,
newer than the code, of another engine, or in the way of data that is there; and it never holds a key.
"""
