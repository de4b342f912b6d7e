"""Mail over TLS: which authorities are believed when a mail server says who it is, coming in and going out.

Refuses to believe a server that nobody vouches for, and to go on without an authority that was named.
"""
