"""Text messages through whichever gateway the deployment has bought, described by a TOML file.

Limits: the gateway's own (often one a minute and some ten a day for a number; a signature 【…】 that was registered
with the carriers). Has no idempotency key unless the gateway takes `{key}`. How to write the file:
docs/how-to/channels.md.
"""
