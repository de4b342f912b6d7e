"""Mail.

Limits: the mail servers' own, often 10 to 50 MB a message. A sender's address is a claim: who may use it is checked
by the mail server (SPF, DKIM, DMARC), not here.
"""
