"""The phone: somebody calls, the front desk writes down what is said.

Limits: none of its own. Whoever calls is spoken to at that moment, so that the call is the answer by phone.
"""
