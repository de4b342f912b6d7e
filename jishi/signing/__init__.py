"""The signature of webhooks, ours and those that others send us: docs/reference/webhook-signature.md.

Refuses to guess: a moment that is no number, or a header that holds no signature, is signed by nobody.
"""
