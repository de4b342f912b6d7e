"""The transactional outbox: news travels up the street in the transaction that made it.

A message is one event on its way to one hearer. Delivery is at least once, and the hearer's own
writes commit together with the mark that it was delivered. It refuses events that nobody declared.
"""
