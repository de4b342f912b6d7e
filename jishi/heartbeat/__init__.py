"""Which processes of the product are alive, by their own word; a silent one is declared dead by the others.

It compares no clocks: a watcher counts beats against its own monotonic time, so a jumping clock kills nobody.
"""
