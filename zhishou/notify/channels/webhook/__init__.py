"""A web address of the receiver's own, called with a signed JSON message.

Limits: 10 seconds, no redirects, only addresses that the deployment allows; 410 stops it for good. How to verify
the signature: docs/reference/webhook-signature.md. Carries an Idempotency-Key: sent twice after a crash,
it is the same.
"""
