"""One queue of requests before any number of web workers.

A process without Django, the balancer, speaks HTTP through granian: it takes a request in whole, however slowly its
sender sends, hands it to the next web worker that is free, and gives the answer on, however slowly it is read. A
worker is never held by anybody's line, and no request waits while a worker is free (docs/why/0048).

It refuses to be more: it knows no address, no cookie and no page.
"""
