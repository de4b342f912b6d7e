"""A small door that speaks TLS before the pages, and the certificates that it shows.

For one machine without a proxy of its own: what comes in is deciphered and handed on as it is. It refuses to be
more: no names, no limits, no answers of its own; whoever needs those puts a real proxy there.
"""
