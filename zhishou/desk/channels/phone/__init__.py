"""The phone: somebody calls, the front desk writes down what is said; a call centre may tell of the call.

Limits: none of its own. Whoever calls is spoken to at that moment, so that the call is the answer by phone. A call
centre's message holds 16 KB and is heard within five minutes of its signing; without a call centre nothing is lost
but the moments that it would have measured.
"""
